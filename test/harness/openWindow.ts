import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { BrowserContext, Page } from "playwright-core";
import { patience } from "../support/patience.ts";
import { launchProfile } from "./chromium.ts";
import { extensionFolder, sampleWorkspace, temporaryFolder } from "./paths.ts";
import { type SharedWindow, sharesServer, takeSharedWindow } from "./sharedWindow.ts";
import { withMintKey } from "./vscode/mintKey.ts";
import { builtInsForTests, startTestServer } from "./vscode/vscodeServer.ts";

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
  /** How many pixels of the screen a pixel of the page has; 1 unless told otherwise. */
  scale?: number;
  /** Has everything logged, down to the level *trace*. */
  trace?: boolean;
  /** Lets extensions use APIs of VS Code that are only proposed. */
  proposals?: boolean;
}

export const usualSize = { width: 1280, height: 800 };

const testSettings = {
  // The buttons of a view's title stand there also while the pointer is elsewhere.
  "workbench.view.alwaysShowHeaderActions": true,
  // Else an editor that opens takes the explorer's selection back to its own file.
  "explorer.autoReveal": false,
};

/** A window of VS Code that can be used. */
export interface OpenWindow {
  page: Page;
  /** The copy of the workspace that is open. */
  workspace: string;
  /** Everything that VS Code and the extensions write: data, settings, logs, and the workspace. */
  state: string;
  /** @param failed the test did, and what it leaves is not for others */
  close: (failed: boolean) => Promise<void>;
}

/** Opens VS Code with the extension installed. Tests share a server and a browser where the options allow it. */
export async function openWindow(options: WorkbenchOptions): Promise<OpenWindow> {
  const { extension, others, env, trace, scale } = options;
  const needsItsOwn = [extension, others, env, scale].some((option) => option !== undefined) || trace === true;
  const shared = needsItsOwn ? undefined : await takeSharedWindow({ ...testSettings, ...options.settings });
  return shared ? await openShared(shared, options) : await openAlone(options);
}

/** On a server and in a browser that belong to this workbench alone. */
async function openAlone(options: WorkbenchOptions): Promise<OpenWindow> {
  const folder = await temporaryFolder();
  const closing: (() => Promise<unknown>)[] = [folder.remove];
  const close = async () => {
    while (closing.length > 0) await closing.pop()?.();
  };
  try {
    const workspace = await copyWorkspace(folder.path, options);
    const server = await startTestServer({
      state: folder.path,
      extensions: [options.extension ?? extensionFolder, ...(options.others ?? [])],
      settings: { ...testSettings, ...options.settings },
      env: options.env,
      // Benches measure a VS Code as people have it.
      builtIns: sharesServer() ? builtInsForTests : undefined,
    });
    closing.push(() => server.stop());
    const context = await newContext(options, closing);
    await withMintKey(context);
    const page = await context.newPage();
    await openFolder(page, server, workspace, options);
    return { page, workspace, state: folder.path, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openShared(window: SharedWindow, options: WorkbenchOptions): Promise<OpenWindow> {
  const { page } = window;
  try {
    const workspace = await copyWorkspace(window.folder, options);
    await page.setViewportSize(options.size ?? usualSize);
    await openFolder(page, window, workspace, options);
    await emptyClipboard(page);
    return { page, workspace, state: window.state, close: window.close };
  } catch (error) {
    await window.close(true);
    throw error;
  }
}

async function copyWorkspace(
  parent: string,
  { workspace: original = sampleWorkspace, files = {} }: WorkbenchOptions,
): Promise<string> {
  const workspace = join(parent, basename(original));
  await cp(original, workspace, { recursive: true });
  await writeFiles(workspace, files);
  return workspace;
}

/** Writes files by their paths in the workspace. */
export async function writeFiles(workspace: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, name)), { recursive: true });
    await writeFile(join(workspace, name), text);
  }
}

async function newContext(
  { size = usualSize, scale = 1 }: WorkbenchOptions,
  closing: (() => Promise<unknown>)[],
): Promise<BrowserContext> {
  const context = await launchProfile({ viewport: size, deviceScaleFactor: scale });
  closing.push(() => context.close());
  return context;
}

async function openFolder(
  page: Page,
  { origin }: { origin: string },
  folder: string,
  { trace, proposals }: WorkbenchOptions,
): Promise<void> {
  page.setDefaultTimeout(patience);
  const wanted = [...(trace ? [["logLevel", "trace"]] : []), ...(proposals ? [["enableProposedApi", ""]] : [])];
  const query = new URLSearchParams({ folder });
  if (wanted.length > 0) query.set("payload", JSON.stringify(wanted));
  await page.goto(`${origin}/?${query}`);
  await waitUntilUsable(page);
}

/** A browser has one clipboard, and a test must not find what the one before it copied. */
export async function emptyClipboard(page: Page): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate(async () => {
    // A webview that was just closed may have had the focus.
    window.focus();
    await navigator.clipboard.writeText("");
  });
  await page.context().clearPermissions();
}

export async function waitUntilUsable(page: Page): Promise<void> {
  // What the extension contributes comes a moment after the workbench itself.
  const ours = page.locator(".activitybar .action-item", { has: page.getByLabel("Dynamiq") });
  await ours.first().waitFor();
  // "Opening Remote…" until the extension host is connected.
  await page.locator('.statusbar-item[id="status.host"] .codicon-remote').waitFor();
}
