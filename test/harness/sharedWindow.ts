import { mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { BrowserContext, Page } from "playwright-core";
import { patience } from "../support/patience.ts";
import { launchProfile } from "./chromium.ts";
import type { SharedServer } from "./sharedServers.ts";
import { withMintKey } from "./vscode/mintKey.ts";
import { resetUserData } from "./vscode/vscodeServer.ts";

let server: SharedServer | undefined;
let context: Promise<BrowserContext> | undefined;
let taken = false;
let closeParked: (() => Promise<void>) | undefined;

/** A window on the shared server: an empty page of the shared browser and a folder of its own for the workspace. */
export interface SharedWindow {
  origin: string;
  /** The server's folder. */
  state: string;
  folder: string;
  page: Page;
  /** @param failed what the test leaves behind cannot be trusted: the next window gets a new browser */
  close: (failed: boolean) => Promise<void>;
}

/** Tests of this process may share a server from now on. */
export function offerServer(offered: SharedServer): void {
  server = offered;
}

/** Whether this process runs tests that share a server. */
export function sharesServer(): boolean {
  return server !== undefined;
}

/** Leaves a shared window open as long as nobody else needs the server. */
export function park(close: () => Promise<void>): void {
  closeParked = close;
}

/** Takes the window that was left open, which its caller closes from now on. */
export function unpark(): void {
  closeParked = undefined;
}

/**
 * Gives the shared server and browser in the state of new ones: no user data, no stored values, no permissions. The
 * page is that of the test before, whose process has loaded the workbench already: that takes most of the time until a
 * window can be used.
 *
 * @returns undefined without a shared server, or while another test uses it, for example one that timed out and still
 * runs
 */
export async function takeSharedWindow(settings: Readonly<Record<string, unknown>>): Promise<SharedWindow | undefined> {
  const close = closeParked;
  closeParked = undefined;
  await close?.();
  if (!server || taken) return undefined;
  taken = true;
  const { origin, state, logFile } = server;
  try {
    await endExtensionHosts(logFile);
    await resetUserData(state, settings);
    const folder = await mkdtemp(join(state, "window-"));
    const page = await cleanPage(origin);
    return { origin, state, folder, page, close: (failed) => giveBack(page, folder, failed) };
  } catch (error) {
    await closeBrowser();
    taken = false;
    throw error;
  }
}

async function giveBack(page: Page, folder: string, failed: boolean): Promise<void> {
  try {
    if (failed) await closeBrowser();
    else await closePages(page.context());
    await endExtensionHosts(server!.logFile);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  } finally {
    taken = false;
  }
}

async function closePages(of: BrowserContext): Promise<void> {
  try {
    await of.unrouteAll();
    await closeOthers(await emptyPage(of));
  } catch (error) {
    await closeBrowser();
    throw error;
  }
}

/** The first page, with nothing in it. */
async function emptyPage(of: BrowserContext): Promise<Page> {
  const page = of.pages()[0] ?? (await of.newPage());
  await page.goto("about:blank");
  return page;
}

/** Leaves only this page. There always is one, because a browser without a page may end. */
async function closeOthers(page: Page): Promise<void> {
  for (const other of page.context().pages()) if (other !== page) await other.close();
}

async function cleanPage(origin: string): Promise<Page> {
  context ??= launchProfile().then(withMintKey);
  const current = await context;
  await current.clearPermissions();
  const page = await emptyPage(current);
  await closeOthers(page);
  const devtools = await current.newCDPSession(page);
  await devtools.send("Storage.clearDataForOrigin", { origin, storageTypes: "all" });
  await devtools.detach();
  return page;
}

async function closeBrowser(): Promise<void> {
  const closing = context;
  context = undefined;
  await (await closing)?.close();
}

/**
 * Waits until no extension host of the server runs any more, and ends those that take too long: they would write into
 * the next test.
 */
async function endExtensionHosts(logFile: string): Promise<void> {
  for (let waited = 0; ; waited += 50) {
    const running = await extensionHosts(logFile);
    if (running.length === 0) return;
    if (waited >= patience)
      throw new Error(`The VS Code server does not end its extension hosts ${running.join(", ")}; see ${logFile}.`);
    if (waited >= 3_000) for (const pid of running) end(pid);
    await delay(50);
  }
}

/** The processes of the extension hosts that run, as the server's log tells them. */
async function extensionHosts(logFile: string): Promise<number[]> {
  const log = await readFile(logFile, "utf8");
  const pids = (pattern: RegExp): number[] => [...log.matchAll(pattern)].map(([, pid]) => Number(pid));
  const ended = new Set(pids(/<(\d+)> Extension Host Process exited/g));
  return pids(/<(\d+)> Launched Extension Host Process/g).filter((pid) => !ended.has(pid));
}

function end(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    // It has ended meanwhile, and the server is about to write it down.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
