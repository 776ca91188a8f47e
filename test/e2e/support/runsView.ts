import type { Locator } from "playwright-core";
import { insist } from "../../harness/insist.ts";
import { takeMenuItem } from "../../harness/vscode/explorer.ts";
import type { Workbench } from "../../harness/vscode/workbench.ts";

/** The row of a group, by its name: *Completed*. */
export function group(workbench: Workbench, name: string) {
  const rows = workbench.rows("Runs").and(workbench.page.locator("[aria-expanded]"));
  return rows.filter({ has: workbench.page.getByText(name, { exact: true }) });
}

/** Expands a group. */
export async function openGroup(workbench: Workbench, name: string): Promise<void> {
  await foldGroup(workbench, name, "true");
}

export async function closeGroup(workbench: Workbench, name: string): Promise<void> {
  await foldGroup(workbench, name, "false");
}

/**
 * By a key, which does nothing once it is done: a tree that is drawn again may lose any of them. Ctrl+click gives the
 * group the focus and leaves it as it is.
 */
async function foldGroup(workbench: Workbench, name: string, expanded: "true" | "false"): Promise<void> {
  const row = group(workbench, name);
  await row.waitFor();
  while ((await row.getAttribute("aria-expanded")) !== expanded) {
    await row.click({ modifiers: ["ControlOrMeta"] });
    await workbench.page.keyboard.press(expanded === "true" ? "ArrowRight" : "ArrowLeft");
    await workbench.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
}

/** The rows of runs whose text contains this. */
export function runRows(workbench: Workbench, text: string | RegExp) {
  return workbench.rows("Runs").filter({ hasText: text });
}

/** The beginning of a run's row: its age and its title. */
export function aged(title: string): RegExp {
  return new RegExp(`^\\s*(?:now|\\d+[smhdwy])\\s+${title.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`);
}

/** The text that the view shows in place of rows. */
export function welcome(workbench: Workbench) {
  return workbench.view("Runs").locator(".welcome-view");
}

/** The line above the rows, as it says what is filtered. */
export function filterLine(workbench: Workbench) {
  return workbench.view("Runs").locator(".tree-explorer-viewlet-tree-view .message");
}

/**
 * Clicks a row until it is selected. VS Code gives a row's element to another row when it draws the tree again: then
 * Playwright, which has just found it, clicks that one.
 */
export async function clickRow(row: Locator, modifiers: "ControlOrMeta"[] = []): Promise<void> {
  await insist(async (timeout) => {
    await row.click({ modifiers, timeout });
    await row.and(row.page().locator('[aria-selected="true"]')).waitFor({ timeout });
  });
}

/** Selects the rows of runs: a click, which opens the first one too, then Ctrl+click. */
export async function selectRuns(workbench: Workbench, ...texts: readonly RegExp[]): Promise<void> {
  for (const [index, text] of texts.entries())
    await clickRow(runRows(workbench, text), index === 0 ? [] : ["ControlOrMeta"]);
}

/** Opens a run's panel by its id. */
export async function openRun(workbench: Workbench, runId: string): Promise<void> {
  await workbench.runCommand("Dynamiq: Open Run by ID…");
  await workbench.quickInput.waitForTitle("Open Run by ID");
  await workbench.quickInput.enter(runId);
}

/** Right-clicks a run, the first of that text, and takes the menu item of that name. */
export async function runMenu(workbench: Workbench, text: RegExp, ...path: string[]): Promise<void> {
  await takeFromMenu(workbench, runRows(workbench, text).first(), ...path);
}

/** Right-clicks a row and takes a menu item. @param path its name, after that of the submenu that it is in */
export async function takeFromMenu(workbench: Workbench, row: Locator, ...path: string[]): Promise<void> {
  const menus = workbench.page.locator(".context-view .monaco-menu");
  // By its text alone: a shortcut is a part of the accessible name. An item can have the name of its submenu.
  const item = (name: string): Locator =>
    menus
      .getByRole("menuitem")
      .filter({ has: workbench.page.getByText(name, { exact: true }) })
      .last();
  // A panel that opens takes the focus, and with it the menu's.
  await insist(
    async (timeout) => {
      await row.click({ button: "right" });
      for (const [depth, submenu] of path.slice(0, -1).entries()) {
        await item(submenu).hover({ timeout });
        await item(submenu).press("ArrowRight", { timeout });
        await menus.nth(depth + 1).waitFor({ timeout });
      }
      await takeMenuItem(item(path.at(-1)!), timeout);
    },
    async () => {
      for (let open = await menus.count(); open > 0; open--) await workbench.page.keyboard.press("Escape");
    },
  );
}

/** The number beside a group's name; `NaN` as long as the group is not there or says *at least*. */
export async function groupCount(workbench: Workbench, name: string): Promise<number> {
  const row = group(workbench, name);
  if ((await row.count()) === 0) return Number.NaN;
  return Number(await row.locator(".label-description").first().textContent());
}
