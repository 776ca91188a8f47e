import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { sampleWorkspace } from "../paths.ts";
import type { Box, Workbench, WorkbenchOptions } from "../vscode/workbench.ts";

/** How all windows for pictures are opened. The theme follows the color scheme of the page. */
export const desktopOptions = {
  size: { width: 1120, height: 720 },
  scale: 2,
  settings: {
    "window.autoDetectColorScheme": true,
    "window.menuBarVisibility": "hidden",
    "workbench.view.alwaysShowHeaderActions": false,
    "editor.minimap.enabled": false,
    "editor.fontSize": 13,
    "editor.wordWrap": "on",
    "testing.automaticallyOpenTestResults": "openOnTestFailure",
  },
} satisfies WorkbenchOptions;

/** What a folder of a person has, by its place in the sample workspace. */
const files = ["approval.run.json", "failing.run.json", "receipt.png", "refund.run.json", "ticket.json"];

const goldenTest = {
  name: "Refunds 480",
  request: { input: { desk: "refunds", ticket: 48213, customer: "customer-7421", amount: 480 } },
  checks: [
    { status: "completed" },
    { output: "category", equals: "billing" },
    { tools: { atMost: 8, never: ["delete_customer"] } },
    { tool: "issue_refund", input: { amount: 480 } },
    { answer: { contains: "refund" } },
  ],
};

/** Copies a few files of the sample workspace. @returns their folder */
export async function makeWorkspace(parent: string): Promise<string> {
  const workspace = join(parent, "support-triage");
  for (const file of files) await cp(join(sampleWorkspace, file), join(workspace, file));
  const failing = join(workspace, "failing.run.json");
  // A turn of no conversation gets a hint, which isn't what the picture is about.
  await writeFile(failing, (await readFile(failing, "utf8")).replace('"user_id"', '"session": "new",\n  "user_id"'));
  await writeFile(join(workspace, "refunds.golden.json"), `${stringify(goldenTest)}\n`);
  return workspace;
}

/** As a person writes it: one check a line. */
function stringify(test: typeof goldenTest): string {
  const line = (value: unknown): string =>
    JSON.stringify(value, null, 1)
      .replace(/\n\s*/g, " ")
      .replace(/\[ | \]/g, (bracket) => bracket.trim());
  const checks = test.checks.map((check) => `    ${line(check)}`).join(",\n");
  const { input } = test.request;
  return `{\n  "name": "${test.name}",\n  "request": {\n    "input": ${line(input)}\n  },\n  "checks": [\n${checks}\n  ]\n}`;
}

const sideBarWidth = 360;

/** Without the two entries that the status bar has only in a browser. */
const style = `
  [id="status.forwardedPorts"], .statusbar-item:has([aria-label^="Layout"]) { display: none !important; }`;

/** Opens the dark theme and a wide side bar, and hides what only a browser has. */
export async function lookLikeDesktop(workbench: Workbench): Promise<void> {
  await lookDark(workbench);
  await widenSideBar(workbench);
}

/** Opens the dark theme, and hides what only a browser has. */
export async function lookDark(workbench: Workbench): Promise<void> {
  await setScheme(workbench, "dark");
  await workbench.page.addStyleTag({ content: style });
}

/** Makes the chat as wide as a line of text needs. */
export async function widenChat({ page }: Workbench): Promise<void> {
  const box = await placeOf(page.locator(".part.auxiliarybar"));
  await drag(page, { x: box.x - 2, y: box.y + box.height / 2 }, box.x - 240);
}

/** Gives the width of the test results to what was received: there VS Code lays a button over the last lines. */
export async function widenReceived({ page }: Workbench): Promise<void> {
  const tree = await placeOf(page.locator(".test-output-peek-tree"));
  await drag(page, { x: tree.x, y: tree.y + tree.height / 2 }, tree.x + 200);
  const sash = await placeOf(page.locator(".part.panel .monaco-diff-editor .monaco-sash.vertical").first());
  await drag(page, { x: sash.x + sash.width / 2, y: sash.y + sash.height / 2 }, sash.x - 90);
}

async function widenSideBar({ page }: Workbench): Promise<void> {
  const box = await placeOf(page.locator(".part.sidebar"));
  await drag(page, { x: box.x + box.width, y: box.y + box.height / 2 }, box.x + sideBarWidth);
}

async function placeOf(part: Locator): Promise<Box> {
  const box = await part.boundingBox();
  if (!box) throw new Error("The window has no such part.");
  return box;
}

async function drag(page: Page, { x, y }: { x: number; y: number }, to: number): Promise<void> {
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(to, y, { steps: 5 });
  await page.mouse.up();
}

/** Clears the selection of the list that has the focus. */
export async function clearSelection({ page }: Workbench): Promise<void> {
  await page.keyboard.press("Escape");
}

/** The parts of the window that a picture is about: the rest would be empty or distract. */
const parts = {
  editor: async ({ page }) => await placeOf(page.locator(".part.editor")),
  /** Without the title bar, and as high as the texts that matter. */
  top: () => ({ x: 0, y: 35, width: desktopOptions.size.width, height: 555 }),
} satisfies Record<string, (workbench: Workbench) => Box | Promise<Box>>;

/** Takes a picture in both themes: `NAME-dark.png` and `NAME-light.png`. @param part all of the window by default */
export async function takeBoth(workbench: Workbench, name: string, part?: keyof typeof parts): Promise<void> {
  const clip = part && (await parts[part](workbench));
  for (const scheme of ["light", "dark"] as const) {
    await setScheme(workbench, scheme);
    // Nothing is hovered, and no tooltip covers what is shown.
    await workbench.page.mouse.move(560, 716);
    await workbench.screenshot(`${name}-${scheme}`, clip);
  }
}

async function setScheme({ page }: Workbench, colorScheme: "dark" | "light"): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  await page.locator(colorScheme === "dark" ? ".monaco-workbench.vs-dark" : ".monaco-workbench.vs").waitFor();
  // A page gets the colors of the new theme after the window.
  for (const frame of page.frames()) {
    if (frame.name() === "active-frame" && !frame.isDetached()) {
      await frame.locator(`body.vscode-${colorScheme}`).waitFor();
    }
  }
}
