import { existsSync } from "node:fs";
import { cp, readdir, readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { emptyClipboard, usualSize, writeFiles } from "../../harness/openWindow.ts";
import { sampleWorkspace } from "../../harness/paths.ts";
import { park, unpark } from "../../harness/sharedWindow.ts";
import { useWorkbench, Workbench, type WorkbenchOptions } from "../../harness/vscode/workbench.ts";
import { type SharedState, sharedStateIn } from "../../support/state/sharedState.ts";
import { askCompanion } from "./companion.ts";
import { welcome } from "./runsView.ts";

type UsedOptions = Pick<WorkbenchOptions, "files" | "size">;

/** All used windows have the same settings. */
const settings = {
  "dynamiqRuns.notifications.inputRequests": "none",
  "editor.autoClosingBrackets": "never",
};
let parked: Workbench | undefined;

/**
 * Like `withWorkbench`, but in a window that tests before may have used: it takes a second to tidy one and eight to
 * open one. There is no connection, open editor or notification, the workspace is a clean copy, and the runs are in
 * sight. For tests that don't mind what the extension remembers of other connections. A failure closes the window.
 */
export async function withUsedWorkbench(
  name: string,
  options: UsedOptions,
  use: (workbench: Workbench) => Promise<void>,
): Promise<void> {
  const workbench = await takeUsed(options);
  await useWorkbench(name, workbench, use, async (failed) => {
    if (failed) return await workbench.close(true);
    parked = workbench;
    park(async () => {
      parked = undefined;
      await workbench.close();
    });
  });
}

async function takeUsed(options: UsedOptions): Promise<Workbench> {
  const used = parked;
  parked = undefined;
  unpark();
  if (used) {
    try {
      await tidy(used, options);
      return used;
    } catch (error) {
      // Whatever the tests before have left there, this one isn't to blame.
      console.log(`A used window can't be tidied, so another one is opened: ${String(error)}`);
      await used.close(true);
    }
  }
  const workbench = await Workbench.open({ ...options, settings });
  await workbench.openView("Dynamiq");
  return workbench;
}

async function tidy(workbench: Workbench, { size = usualSize, files = {} }: UsedOptions): Promise<void> {
  const { page, workspace } = workbench;
  await page.context().unrouteAll();
  await page.setViewportSize(size);
  await page.keyboard.press("Escape");
  await askCompanion(workbench, { tidy: true });
  await removeConnections(workbench);
  await restoreFolder(workspace, sampleWorkspace);
  await writeFiles(workspace, files);
  await emptyClipboard(page);
  await workbench.openView("Dynamiq");
  // A search unfolds its view, which takes half of the rows' place.
  const searched = workbench.view("Search Results").locator('.pane-header[aria-expanded="true"] .title');
  if (await searched.isVisible()) await searched.click();
  await welcome(workbench).getByText("See what the runs of your Dynamiq apps did").waitFor();
}

/**
 * Makes a folder a copy of another one. What is the same already stays: the explorer would draw its rows again, and the
 * next right-click could find another file at its place.
 */
async function restoreFolder(folder: string, original: string): Promise<void> {
  const wanted = new Set(await readdir(original, { recursive: true }));
  for (const name of await readdir(folder, { recursive: true }))
    if (!wanted.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  await cp(original, folder, { recursive: true, filter: async (from, to) => !(await isSameFile(from, to)) });
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if ((await stat(one)).isDirectory() || !existsSync(other)) return false;
  return (await readFile(one)).equals(await readFile(other));
}

/** As another window does, which asks nothing here. */
async function removeConnections(workbench: Workbench): Promise<void> {
  const { connections } = await inAnotherWindow(workbench);
  for (const id of connections.entries().map(([key]) => key)) await connections.delete(id);
}

/** What all windows share, to be changed as another window does it. */
export async function inAnotherWindow({ state }: Workbench): Promise<SharedState> {
  const shared = sharedStateIn(join(state, "data/data/User/globalStorage/dynamiq-community.dynamiq-runs"));
  await shared.folder.load();
  return shared;
}
