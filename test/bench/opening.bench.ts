import { ensureServer } from "../harness/vscode/installServer.ts";
import { Workbench } from "../harness/vscode/workbench.ts";
import { median, report } from "./figures.ts";
import { PanelBench } from "./support/panel/panelBench.ts";

/**
 * Measures how soon a person reads a run: from a click on its row, and from `Down` and `Space` through 50 rows, beside
 * the same gestures with text files in VS Code's explorer; and the way of a newcomer from an empty view to an answer.
 */
const walked = 50;
const clicks = 8;
const folder = "texts";
const fileNames = Array.from({ length: walked + 1 }, (_, index) => `text-${String(index).padStart(2, "0")}.txt`);
const runNames = Array.from({ length: walked + 1 }, (_, index) => `stored-100-walk${String(index).padStart(2, "0")}`);
/** The view, the sample app, the Explorer, the file's menu, its submenu, and *Run with This File*. */
const newcomersClicks = 6;
const limits = "a webview is a page of its own in a process of its own, and a text editor is a part of the workbench";

await ensureServer();
const bench = await PanelBench.open({
  files: Object.fromEntries(fileNames.map((name) => [`${folder}/${name}`, name])),
  settings: { "dynamiqRuns.pageSize": 200, "explorer.compactFolders": false },
});
try {
  const files = await measureFiles(bench);
  await bench.openView("Dynamiq Runs");
  const runs = await measureRuns(bench);
  const baseline = "a text file in VS Code's explorer";
  for (const [name, time, of] of [
    ["a click on a row to the result, the first run of a window", runs.first, files.first],
    ["a click on a row to the result, the next run", median(runs.next), median(files.next)],
    ["a click on a row to the story of 100,000 events", median(runs.long), median(files.next)],
    [`Down and Space to the result, ${walked} runs, median`, median(runs.walk), median(files.walk)],
    [`Down and Space to the result, ${walked} runs, slowest`, Math.max(...runs.walk), Math.max(...files.walk)],
  ] as const)
    report({ name: `opening: ${name}`, value: time, unit: "ms", ratio: time / of, baseline, limits });
} finally {
  await bench.close();
}
await measureNewcomer();

interface Opened {
  first: number;
  next: number[];
  walk: number[];
}

async function measureFiles(of: PanelBench): Promise<Opened> {
  await of.openView("Explorer");
  await of.openFolder(folder);
  const [first = "", ...others] = fileNames;
  const opened = {
    first: await of.clickToText(first),
    next: await clickedInTurn(others, (name) => of.clickToText(name)),
  };
  await of.clickToText(first);
  return { ...opened, walk: await of.walkFiles(others) };
}

async function measureRuns(of: PanelBench): Promise<Opened & { long: number[] }> {
  const [first = "", ...others] = runNames;
  const opened = {
    first: await of.clickToResult(first),
    next: await clickedInTurn(others, (name) => of.clickToResult(name)),
  };
  const long: number[] = [];
  for (let click = 0; click < clicks; click++) long.push(await of.clickToReadable("stored-100000-long"));
  await of.clickToResult(first);
  return { ...opened, long, walk: await of.walkRuns(others) };
}

/** Clicks on the first rows, which are in sight. */
async function clickedInTurn(names: readonly string[], click: (name: string) => Promise<number>): Promise<number[]> {
  const times: number[] = [];
  for (const name of names.slice(0, clicks)) times.push(await click(name));
  return times;
}

/** From VS Code as it starts: the sample app, a file of the workspace, and its answer. The sample app takes its time. */
async function measureNewcomer(): Promise<void> {
  const workbench = await Workbench.open();
  try {
    const { page } = workbench;
    const activity = (name: string) =>
      page.locator(".activitybar .action-item", { has: page.getByLabel(name) }).first();
    await workbench.explorer.item("ticket.json").waitFor();
    const start = performance.now();
    await activity("Dynamiq Runs").click();
    await workbench.view("Runs").getByRole("button", { name: "Start Sample App" }).click();
    await workbench.rows("Runs").first().waitFor();
    await activity("Explorer").click();
    await workbench.explorer.contextMenu("ticket.json", "Run with This File");
    const sent = performance.now();
    const panel = workbench.panel();
    await panel.locator("html[data-run-status=completed] .story .res").waitFor({ timeout: 120_000 });
    const end = performance.now();
    report({ name: "opening: a newcomer's clicks to the answer of a run", value: newcomersClicks, unit: "clicks" });
    report({ name: "opening: a newcomer's time to the answer of a run", value: (end - start) / 1_000, unit: "s" });
    report({ name: "opening: of it, the run and its panel", value: (end - sent) / 1_000, unit: "s" });
  } finally {
    await workbench.close();
  }
}
