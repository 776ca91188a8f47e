import { addConnection } from "../e2e/support/connect.ts";
import { group } from "../e2e/support/runsView.ts";
import { ensureServer } from "../harness/vscode/installServer.ts";
import type { Workbench } from "../harness/vscode/workbench.ts";
import { report } from "./figures.ts";
import { makeRun, type RunsServer, startRunsServer } from "./servers/runsServer.ts";
import { type BenchWorkbench, openBenchWorkbench } from "./support/benchWorkbench.ts";
import { type Frames, recordFrames } from "./support/frames.ts";
import { reportFrames } from "./support/reportFrames.ts";

/**
 * Tells how the explorer does with 10,000 runs in one group: the time, the longest frame and how many rows VS Code asks
 * for, beside the same gestures in VS Code's own explorer with a folder of 1,000 files.
 */
const loaded = 10_000;
const rowHeight = 22;
const folder = "many";

await ensureServer();
const names = Array.from({ length: 1_000 }, (_, index) => `${folder}/file-${String(index).padStart(4, "0")}.txt`);
const app = await startRunsServer(["awaiting_input", ...Array<string>(loaded + 400).fill("completed")]);
const bench = await openBenchWorkbench({
  files: Object.fromEntries(names.map((name) => [name, ""])),
  settings: { "dynamiqRuns.pageSize": 200, "explorer.compactFolders": false },
});
try {
  const { workbench } = bench;
  const idle = await recordFrames(workbench.page, () => workbench.page.waitForTimeout(1_000));
  reportFrames("workbench: an idle second", idle);

  const files = workbench.page.locator(".explorer-folders-view .monaco-list-rows > .monaco-list-row");
  const openFolder = await recordFrames(workbench.page, async () => {
    await workbench.explorer.item(folder).click();
    await files.filter({ hasText: "file-0000.txt" }).waitFor();
  });
  reportFrames("VS Code's explorer: open a folder of 1,000", openFolder);
  const scrollFiles = await scroll(workbench, files.first());
  reportFrames("VS Code's explorer: scroll 1,000 rows", scrollFiles);

  await workbench.openView("Dynamiq Runs");
  await workbench.setFocused(true);
  await addConnection(workbench, { name: "Ten thousand", address: app.url, accessKey: "dynamiq_acc_bench" });
  await loadRuns(workbench, app);

  const rows = workbench.rows("Runs");
  const openGroup = await measure(bench, async () => {
    await group(workbench, "Completed").click();
    await rows.filter({ hasText: "Refund request 00001" }).waitFor();
  });
  reportFrames("tree: open a group of 10,000", openGroup.frames, {
    frames: openFolder,
    of: "VS Code's explorer, a folder of 1,000",
  });
  reportRows("tree: open a group of 10,000", openGroup.rows);
  const sizes = await rows.evaluateAll((all) => all.map((row) => Number(row.getAttribute("aria-setsize"))));
  report({ name: "tree: children in one node", value: Math.max(...sizes), unit: "rows", target: { atMost: 1_000 } });
  reportFrames("tree: scroll 1,000 rows", await scroll(workbench, rows.first()), {
    frames: scrollFiles,
    of: "VS Code's explorer",
  });

  await workbench.page.keyboard.press("Home");
  await rows.filter({ hasText: "Refund request 00001" }).waitFor();
  const changed = await refreshUntil("One run has changed", () => {
    const [, run] = app.runs;
    if (run) app.put({ ...run, input: { ticket_subject: "One run has changed" } });
  });
  reportFrames("tree: one run changes", changed.frames, { frames: idle, of: "an idle second" });
  reportRows("tree: one run changes", changed.rows, 1);

  const joined = await refreshUntil("It has ended", () =>
    app.put({ ...makeRun(0, "completed", Date.now()), input: { ticket_subject: "It has ended" } }),
  );
  reportFrames("tree: one run joins", joined.frames, { frames: idle, of: "an idle second" });
  reportRows("tree: one run joins", joined.rows);

  await openAllFolds(workbench);
  const joinedAll = await refreshUntil("Refund request 99999", () => app.put(makeRun(99_999, "completed", Date.now())));
  reportFrames("tree: one run joins, all open", joinedAll.frames, { frames: idle, of: "an idle second" });
  reportRows("tree: one run joins, all open", joinedAll.rows);

  /** Changes what the app has, refreshes, and waits for what is to be seen of it. */
  async function refreshUntil(text: string, change: () => void): Promise<{ frames: Frames; rows: number }> {
    return await measure(bench, async () => {
      change();
      await workbench.page.keyboard.press("Shift+Alt+U");
      await rows.filter({ hasText: text }).waitFor();
    });
  }
} finally {
  await bench.close();
  await app.close();
}

/** Reads on, as a person does with the shortcut on the folded group, until so many completed runs are there. */
async function loadRuns(workbench: Workbench, app: RunsServer): Promise<void> {
  const start = performance.now();
  const completed = group(workbench, "Completed");
  await completed.waitFor();
  // A click unfolds it, too.
  await completed.click();
  await workbench.page.keyboard.press("ArrowLeft");
  let pages = 0;
  while (lastRead(app) < loaded) {
    const before = app.requests.length;
    await workbench.page.keyboard.press("Shift+Alt+N");
    for (let waited = 0; waited < 5_000 && lastRead(app, before) === 0; waited += 10)
      await workbench.page.waitForTimeout(10);
    pages++;
  }
  report({ name: `tree: ${pages} pages of 200 read on`, value: (performance.now() - start) / 1_000, unit: "s" });
}

/** From the last one up, so that nothing moves that is still to be opened; back to the top then. */
async function openAllFolds({ page }: Workbench): Promise<void> {
  const focused = page.locator(".sidebar .monaco-list-rows > .monaco-list-row.focused");
  await page.keyboard.press("End");
  for (;;) {
    await page.keyboard.press("ArrowUp");
    await page.waitForTimeout(100);
    // A run: the last one of the first part, which is open.
    if ((await focused.getAttribute("aria-expanded")) === null) break;
    await page.keyboard.press("ArrowRight");
    await focused.and(page.locator("[aria-expanded=true]")).waitFor();
  }
  await page.keyboard.press("Home");
}

/** How far the completed runs were read. */
function lastRead({ requests }: RunsServer, from = 0): number {
  const ends = requests.slice(from).map(({ path }) => {
    const { searchParams } = new URL(path, "http://localhost");
    const isList = searchParams.getAll("status").join() === "completed";
    return isList ? Number(searchParams.get("page")) * Number(searchParams.get("page_size")) : 0;
  });
  return Math.max(0, ...ends);
}

async function measure(bench: BenchWorkbench, act: () => Promise<void>): Promise<{ frames: Frames; rows: number }> {
  const before = (await bench.facts()).rows;
  const frames = await recordFrames(bench.workbench.page, act);
  return { frames, rows: (await bench.facts()).rows - before };
}

/** Turns the wheel over a list, ten rows at a time, over 1,000 rows. */
async function scroll({ page }: Workbench, row: ReturnType<Workbench["rows"]>): Promise<Frames> {
  await row.hover();
  return await recordFrames(page, async () => {
    for (let turn = 0; turn < 100; turn++) await page.mouse.wheel(0, 10 * rowHeight);
  });
}

function reportRows(what: string, count: number, most?: number): void {
  const target = most === undefined ? {} : { target: { atMost: most } };
  if (!report({ name: `${what}: rows that VS Code asks for`, value: count, unit: "rows", ...target }))
    process.exitCode = 1;
}
