import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { BrowserContext, FrameLocator, Locator, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { Explorer } from "./explorer.ts";
import { extensionFolder, temporaryFolder } from "./paths.ts";
import { QuickInput } from "./quickInput.ts";
import { startTestServer, type VscodeServer } from "./vscodeServer.ts";

export interface WorkbenchOptions {
  /** The folder to open a copy of; the sample workspace unless told otherwise. */
  workspace?: string;
  /** Put into the copy before it is opened, by name: a file that comes while the explorer is starting may go unseen. */
  files?: Readonly<Record<string, string>>;
  /** The extension to install: the repository itself, or an unpacked VSIX. */
  extension?: string;
  /** Folders of further extensions that are installed beside it. */
  others?: readonly string[];
  /** Further user settings, for example `{ "workbench.colorTheme": "Light Modern" }`. */
  settings?: Readonly<Record<string, unknown>>;
  /** Added to the environment of the extension host. */
  env?: Readonly<Record<string, string>>;
  size?: { width: number; height: number };
  /** Where to open it, and who uses it closes it; a headless Chromium of its own, of that size, unless told otherwise. */
  context?: BrowserContext;
  /** Has everything logged, down to the level *trace*. */
  trace?: boolean;
}

/** The buttons of a view's title stand there also while the pointer is elsewhere. */
const testSettings = { "workbench.view.alwaysShowHeaderActions": true };

/** A real VS Code workbench in Chromium, with everything it wrote in a folder of its own. */
export class Workbench {
  readonly page: Page;
  /** The copy of the workspace that is open. */
  readonly workspace: string;
  /** Everything that VS Code and the extensions write: data, settings, logs, and the workspace. */
  readonly state: string;
  readonly explorer: Explorer;
  readonly quickInput: QuickInput;
  readonly #close: () => Promise<void>;

  constructor(page: Page, { workspace, state }: { workspace: string; state: string }, close: () => Promise<void>) {
    this.page = page;
    this.workspace = workspace;
    this.state = state;
    this.explorer = new Explorer(page);
    this.quickInput = new QuickInput(page);
    this.#close = close;
  }

  /** The same workbench, by the page of another connection to its browser. */
  seenBy(page: Page): Workbench {
    return new Workbench(page, this, this.#close);
  }

  /** Starts VS Code with the extension installed and waits until the workbench can be used. */
  static async open(options: WorkbenchOptions = {}): Promise<Workbench> {
    const folder = await temporaryFolder();
    const closing: (() => Promise<unknown>)[] = [folder.remove];
    const close = async () => {
      while (closing.length > 0) await closing.pop()?.();
    };
    try {
      const workspace = join(folder.path, "workspace");
      await cp(options.workspace ?? join(extensionFolder, "test/workspace"), workspace, { recursive: true });
      for (const [name, text] of Object.entries(options.files ?? {})) {
        await mkdir(dirname(join(workspace, name)), { recursive: true });
        await writeFile(join(workspace, name), text);
      }
      const server = await startTestServer({
        state: folder.path,
        extensions: [options.extension ?? extensionFolder, ...(options.others ?? [])],
        settings: { ...testSettings, ...options.settings },
        env: options.env,
      });
      closing.push(() => server.stop());
      const context = options.context ?? (await newContext(options, closing));
      const page = await openPage(context, server, workspace, options);
      return new Workbench(page, { workspace, state: folder.path }, close);
    } catch (error) {
      await close();
      throw error;
    }
  }

  /** Opens a view container by its name in the activity bar; `Explorer` is one, too. */
  async openView(name: string): Promise<void> {
    const tab = this.page.locator(".activitybar .action-item", { has: this.page.getByLabel(name) }).first();
    const title = this.page.locator(".sidebar .composite.title", { hasText: new RegExp(name, "i") });
    for (let left = 4; ; left--) {
      if ((await tab.getAttribute("aria-selected")) !== "true") await tab.click();
      try {
        await title.waitFor({ timeout: 5_000 });
        return;
      } catch (error) {
        // A view that a reload was just bringing back when its tab was clicked is folded away by that click.
        if (left === 0) throw error;
      }
    }
  }

  /** Runs a command by the title that the palette shows, category included: `Dynamiq Runs: Refresh`. */
  async runCommand(title: string): Promise<void> {
    for (let left = 4; ; left--) {
      await this.page.keyboard.press("F1");
      try {
        await this.quickInput.fill(`>${title}`, { timeout: 5_000 });
        await this.quickInput.pick(title, { timeout: 5_000 });
        return;
      } catch (error) {
        // A panel or dialog that is just opening or closing takes the focus, and with it the palette.
        if (left === 0) throw error;
        await this.page.keyboard.press("Escape");
      }
    }
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

  /** Unfolds a view of the side bar that is folded, by its name. */
  async unfoldView(name: string): Promise<void> {
    const header = this.view(name).locator(".pane-header");
    for (let left = 10; left > 0 && (await header.getAttribute("aria-expanded")) !== "true"; left--) {
      await header.locator(".title").click();
      await this.page.waitForTimeout(500);
    }
  }

  /** A toast that contains the text. Waits for none: ask it to `waitFor()`. */
  notification(text: string | RegExp): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item", { hasText: text });
  }

  /** Presses a button of a toast. */
  async answerNotification(text: string | RegExp, button: string): Promise<void> {
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

  /** Writes a picture into `out/screenshots` and tells where. */
  async screenshot(name: string): Promise<string> {
    const folder = join(extensionFolder, "out/screenshots");
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  async close(): Promise<void> {
    await this.#close();
  }
}

/** Hands an open workbench to `use` and closes it; a failure leaves a picture `<name>-failed.png`. */
export async function withWorkbench(
  name: string,
  options: WorkbenchOptions,
  use: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const workbench = await Workbench.open(options);
  try {
    await use(workbench);
  } catch (error) {
    await workbench.screenshot(`${name}-failed`);
    throw error;
  } finally {
    await workbench.close();
  }
}

async function newContext({ size = { width: 1280, height: 800 } }: WorkbenchOptions, closing: (() => Promise<unknown>)[]): Promise<BrowserContext> {
  const browser = await launchChromium();
  closing.push(() => browser.close());
  return await browser.newContext({ viewport: size });
}

async function openPage(context: BrowserContext, server: VscodeServer, folder: string, { trace }: WorkbenchOptions): Promise<Page> {
  // The bytes that SecretStorage encrypts with; the same ones each time, so that secrets survive a reload.
  await context.route("**/mint-key", (route) => route.fulfill({ body: Buffer.alloc(32, 7) }));
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  await page.goto(`${server.origin}/?${new URLSearchParams({ folder, ...(trace ? { payload: '[["logLevel","trace"]]' } : {}) })}`);
  await waitUntilUsable(page);
  return page;
}

async function waitUntilUsable(page: Page): Promise<void> {
  // What the extension contributes comes a moment after the workbench itself.
  const ours = page.locator(".activitybar .action-item", { has: page.getByLabel("Dynamiq Runs") });
  await ours.first().waitFor({ timeout: 60_000 });
  // "Opening Remote…" until the extension host is connected.
  await page.locator('.statusbar-item[id="status.host"] .codicon-remote').waitFor({ timeout: 60_000 });
}
