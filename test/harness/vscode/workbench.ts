import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { FrameLocator, Locator, Page } from "playwright-core";
import { insist } from "../insist.ts";
import { type OpenWindow, openWindow, waitUntilUsable, type WorkbenchOptions } from "../openWindow.ts";
import { extensionFolder } from "../paths.ts";
import { Explorer } from "./explorer.ts";
import { QuickInput } from "./quickInput.ts";

export type { WorkbenchOptions };

/** A part of the window, in CSS pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A real VS Code workbench in Chromium, with everything it writes in a folder that no other test uses meanwhile. */
export class Workbench {
  readonly page: Page;
  /** The copy of the workspace that is open. */
  readonly workspace: string;
  /** Everything that VS Code and the extensions write: data, settings, logs, and the workspace. */
  readonly state: string;
  readonly explorer: Explorer;
  readonly quickInput: QuickInput;
  readonly #close: OpenWindow["close"];

  constructor(page: Page, { workspace, state }: { workspace: string; state: string }, close: OpenWindow["close"]) {
    this.page = page;
    this.workspace = workspace;
    this.state = state;
    this.explorer = new Explorer(page);
    this.quickInput = new QuickInput(page);
    this.#close = close;
  }

  /**
   * Opens VS Code with the extension installed and waits until the workbench can be used. Tests share a server and a
   * browser where the options allow it.
   */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const { page, close, ...folders } = await openWindow(options);
    return new Workbench(page, folders, close);
  }

  /** Opens a view container by its name in the activity bar; `Explorer` is one, too. */
  async openView(name: string): Promise<void> {
    const tab = this.page.locator(".activitybar .action-item", { has: this.page.getByLabel(name) }).first();
    const title = this.page.locator(".sidebar .composite.title", { hasText: new RegExp(name, "i") });
    // A view that a reload was just bringing back when its tab was clicked is folded away by that click.
    await insist(async (timeout) => {
      if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
      await title.waitFor({ timeout });
    });
  }

  /** Runs a command by the title that the palette shows, category included: `Dynamiq: Refresh`. */
  async runCommand(title: string): Promise<void> {
    // A panel or dialog that is just opening or closing takes the focus, and with it the palette.
    await insist(
      async (timeout) => {
        await this.page.keyboard.press("F1");
        await this.quickInput.fill(`>${title}`, { timeout });
        await this.quickInput.pick(title, { timeout });
      },
      () => this.page.keyboard.press("Escape"),
    );
  }

  /** The rows that stand in a view of the side bar, for example `Runs`: only those in sight exist. */
  rows(view: string): Locator {
    return this.view(view).locator(".monaco-list-rows > .monaco-list-row");
  }

  /** A view of the side bar, with its title, buttons and welcome content. */
  view(name: string): Locator {
    return this.page.locator(".sidebar .pane", {
      has: this.page.locator(".pane-header", { hasText: new RegExp(`^${name}`, "i") }),
    });
  }

  /** A toast that contains the text. Waits for none: ask it to `waitFor()`. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item", { hasText: text });
  }

  /** Presses a button of a toast. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
    // A toast goes after a while, also while it is clicked, unless the pointer rests on it.
    await this.notification(text).hover();
    await this.notification(text).getByRole("button", { name: button, exact: true }).click();
  }

  /** Presses a button of the modal dialog that contains the text. */
  async answerDialog(text: string | RegExp, button: string): Promise<void> {
    const dialog = this.page.locator(".monaco-dialog-box", { hasText: text });
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** The document of the webview in sight, for example a run's panel. */
  panel(): FrameLocator {
    return this.page.locator("iframe.webview.ready:visible").contentFrame().locator("#active-frame").contentFrame();
  }

  /** The tab of an editor or panel, by its label. */
  tab(label: string | RegExp): Locator {
    return this.page.locator(".editor-group-container .tab", { hasText: label });
  }

  /** Gives the window the focus or takes it. All pages of a browser without a screen have it, so VS Code is told. */
  async setFocused(focused: boolean): Promise<void> {
    await this.page.evaluate((value) => {
      document.hasFocus = () => value;
      window.dispatchEvent(new Event(value ? "focus" : "blur"));
    }, focused);
  }

  /** Loads the window anew. By the command: only that way VS Code saves which editors are open. */
  async reload(): Promise<void> {
    const loaded = this.page.waitForEvent("load");
    await this.runCommand("Developer: Reload Window");
    await loaded;
    await waitUntilUsable(this.page);
  }

  /** Writes a picture of the window, or of a part of it, into `out/screenshots`. Tests take one only of a failure. */
  async screenshot(name: string, clip?: Box): Promise<void> {
    const folder = join(extensionFolder, "out/screenshots");
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path, clip });
  }

  /** @param failed the test did, and what it leaves is not for others */
  async close(failed = false): Promise<void> {
    await this.#close(failed);
  }
}

/** Hands an open workbench to `use` and closes it; a failure leaves a picture `<name>-failed.png`. */
export async function withWorkbench(
  name: string,
  options: WorkbenchOptions,
  use: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const workbench = await Workbench.open(options);
  await useWorkbench(name, workbench, use, (failed) => workbench.close(failed));
}

/** Hands a workbench to `use` and then calls `after`; a failure leaves a picture `<name>-failed.png`. */
export async function useWorkbench(
  name: string,
  workbench: Workbench,
  use: (workbench: Workbench) => Promise<void>,
  after: (failed: boolean) => Promise<void>,
): Promise<void> {
  let failed = true;
  try {
    await use(workbench);
    failed = false;
  } catch (error) {
    await workbench.screenshot(`${name}-failed`);
    throw error;
  } finally {
    await after(failed);
  }
}
