import type { Locator, Page } from "playwright-core";
import { patience } from "../../support/patience.ts";
import { insist } from "../insist.ts";

/** The file explorer of the workbench. */
export class Explorer {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Scrolls to a file or folder, so that nothing covers it: the tree draws only those in view. */
  async reveal(name: string): Promise<Locator> {
    const item = this.item(name);
    const tree = this.#page.locator(".explorer-folders-view .monaco-list");
    await tree.locator(".monaco-list-row").first().waitFor();
    if ((await item.count()) === 0) await this.#walkTo(item, tree);
    const [row, view] = await Promise.all([item.boundingBox(), tree.boundingBox()]);
    // The shadow of a scrolled tree lies on its first row, and the last one may be cut off.
    if (row && view && row.y < view.y + row.height) await this.#scroll(tree, -2 * row.height);
    else if (row && view && row.y + row.height > view.y + view.height) await this.#scroll(tree, 2 * row.height);
    return item;
  }

  /**
   * Scrolls to the top, and from there until the item or the last row is drawn. It looks after each step: a view that
   * has just come back shows its selection, and undoes what was scrolled before.
   */
  async #walkTo(item: Locator, tree: Locator): Promise<void> {
    const row = tree.locator(".monaco-list-row");
    const drawn = (index: number): Promise<boolean> => row.and(tree.locator(`[data-index="${index}"]`)).isVisible();
    while (!(await drawn(0))) await this.#scroll(tree, -100_000);
    const last = Number(await row.first().getAttribute("aria-setsize")) - 1;
    while ((await item.count()) === 0 && !(await drawn(last))) await this.#scroll(tree, 200);
  }

  async #scroll(tree: Locator, by: number): Promise<void> {
    await tree.hover();
    await this.#page.mouse.wheel(0, by);
    await this.#page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  }

  /** A file or folder in sight, by its name. */
  item(name: string): Locator {
    return this.#page
      .locator(".explorer-folders-view .monaco-list-rows > .monaco-list-row")
      .filter({ has: this.#page.locator(".label-name").getByText(name, { exact: true }) });
  }

  /** Selects one or several files: click, then Ctrl+click. A single one is opened as a preview, too. */
  async select(first: string, ...others: readonly string[]): Promise<void> {
    await (await this.reveal(first)).click();
    for (const name of others) await this.item(name).click({ modifiers: ["ControlOrMeta"] });
    for (const name of [first, ...others])
      await this.item(name).and(this.#page.locator('[aria-selected="true"]')).waitFor();
  }

  /**
   * Right-clicks a file, one of the selected or another, and takes the menu item of that name, from the submenu of the
   * extension if it is there.
   */
  async contextMenu(name: string, menuItem: string): Promise<void> {
    const [item, submenu] = [this.#menuItem(menuItem), this.#menuItem("Dynamiq Runs")];
    // A menu stays as it was opened: just after the start, what extensions contribute is missing or disabled.
    await insist(
      async (timeout) => {
        await (await this.reveal(name)).click({ button: "right" });
        await item.or(submenu).first().waitFor({ timeout });
        if ((await item.count()) === 0) {
          await submenu.hover({ timeout });
          await submenu.press("ArrowRight", { timeout });
          await item.waitFor({ timeout });
        }
        await takeMenuItem(item, timeout);
      },
      async () => {
        // Escape closes a submenu alone, and the menu around it takes the next click.
        const menus = this.#page.locator(".context-view .monaco-menu");
        for (let open = await menus.count(); open > 0; open--) await this.#page.keyboard.press("Escape");
      },
    );
  }

  /** The names of a file's context menu, in their order; the menu is closed again. */
  async contextMenuItems(name: string): Promise<string[]> {
    await (await this.reveal(name)).click({ button: "right" });
    const items = this.#page.locator(".context-view .monaco-menu .action-label:not(.separator)");
    await items.first().waitFor();
    const names = await items.allTextContents();
    await this.#page.keyboard.press("Escape");
    return names.map((text) => text.trim()).filter(Boolean);
  }

  #menuItem(name: string): Locator {
    return this.#page.locator(".context-view .monaco-menu").getByRole("menuitem", { name, exact: true });
  }
}

/**
 * Takes an item of a menu that is open, by hovering and Enter: a menu loses the clicks of its first 100 ms, which are
 * more on a busy machine.
 *
 * @param timeout in milliseconds, for each step until the item is taken
 */
export async function takeMenuItem(item: Locator, timeout = patience): Promise<void> {
  await item.hover({ timeout });
  await item.and(item.page().locator(".action-item.focused > *")).waitFor({ timeout });
  // Not to whatever has the focus: when something else takes it, the menu closes, and this fails.
  await item.press("Enter", { timeout });
  // It is taken, so a caller that loses patience would take it twice.
  await item.waitFor({ state: "detached" });
}
