import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type SharedState, sharedStateIn } from "../../../src/core/sharedState.ts";
import { temporaryFolder } from "../../harness/paths.ts";
import { withWorkbench } from "../../harness/vscode/workbench.ts";
import { writeProbe } from "../../harness/vscode/writeProbe.ts";
import { collectUnexpectedErrors } from "../../support/unexpectedErrors.ts";
import type { Done, WindowLine } from "../support/windowProbe.ts";

/** Of each window. `integration/storage/entityStore.test.ts` does more in processes, which need no window. */
const operations = 15;
const windows = ["workspace", "other"];

/** The lines that a window has written so far, in all of its processes. */
async function linesOf(folder: string, window: string): Promise<WindowLine[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(`${window}-`));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  // A line that a kill cut short was never confirmed.
  return texts.flatMap((text) => text.split("\n").slice(0, -1)).map((line) => JSON.parse(line) as WindowLine);
}

async function countDone(folder: string, window: string): Promise<number> {
  return (await linesOf(folder, window)).filter(({ kind }) => kind === "done").length;
}

/** The process of a window's extension host, by the name of its journal. */
async function processOf(folder: string, window: string): Promise<number> {
  const name = (await readdir(folder)).find((each) => each.startsWith(`${window}-`));
  return Number.parseInt(name?.split("-")[1] ?? "");
}

/** Lets a window work, and kills its extension host in the middle of it. VS Code starts another one, which works on. */
async function killOnce(folder: string, window: string): Promise<void> {
  const reaches = (count: number): Promise<void> =>
    expect.poll(() => countDone(folder, window), { interval: 20 }).toBeGreaterThanOrEqual(count);
  await reaches(operations);
  process.kill(await processOf(folder, window), "SIGKILL");
  await reaches((await countDone(folder, window)) + operations);
}

/** What windows change while their lines are read couldn't be told from a loss. */
async function stop(folder: string): Promise<void> {
  await writeFile(join(folder, "stop"), "");
  for (const window of windows)
    await expect.poll(async () => (await linesOf(folder, window)).some(({ kind }) => kind === "stopped")).toBe(true);
}

test("two windows change shared state while each is killed once: every confirmed change is there", async () => {
  const folder = await temporaryFolder();
  try {
    const journals = join(folder.path, "journals");
    await mkdir(journals);
    const probe = await writeProbe(folder.path, "e2e/support/windowProbe", { activationEvents: ["onStartupFinished"] });
    await withWorkbench(
      "two-windows",
      { others: [probe], env: { DYNAMIQ_RUNS_JOURNALS: journals } },
      async (workbench) => {
        const { origin } = new URL(workbench.page.url());
        const path = join(workbench.state, "other");
        await mkdir(path);
        const other = await workbench.page.context().newPage();
        await other.goto(`${origin}/?folder=${path}`);
        await Promise.all(windows.map((window) => killOnce(journals, window)));
        await stop(journals);
        const lines = (await Promise.all(windows.map((window) => linesOf(journals, window)))).flat();
        expect(lines.filter(({ kind }) => kind === "failed")).toEqual([]);
        await check(join(workbench.state, "data/data/User/globalStorage/dynamiq-community.dynamiq-runs"), lines);
      },
    );
  } finally {
    await folder.remove();
  }
});

async function check(storage: string, lines: readonly WindowLine[]): Promise<void> {
  const errors = collectUnexpectedErrors();
  const shared = sharedStateIn(storage);
  await shared.folder.load();
  expect(errors).toEqual([]);
  const all = lines.filter((line): line is Done => "op" in line);
  const done = (op: Done["op"]): Done[] => all.filter((line) => line.kind === "done" && line.op === op);
  expect(
    done("add")
      .map(({ id }) => id)
      .filter((id) => shared.connections.get(id!) === undefined),
  ).toEqual([]);
  const deleting = new Set(all.filter(({ op }) => op === "delete").map(({ id }) => id));
  const kept = done("save").filter(({ id }) => !deleting.has(id));
  expect(kept.length).toBeGreaterThan(0);
  expect(kept.filter(({ id }) => !hasNameOf(shared, id!, all)).map(({ name }) => name)).toEqual([]);
  expect(done("delete").filter(({ id }) => shared.views.get(id!) !== undefined)).toEqual([]);
}

/** Whether a view has the last name that was confirmed, or the one that a kill left half-way after it. */
function hasNameOf(shared: SharedState, id: string, lines: readonly Done[]): boolean {
  const named = lines.filter((line) => line.id === id && line.op !== "delete");
  const last = named.findLastIndex(({ kind }) => kind === "done");
  const name = shared.views.get(id)?.view.name;
  return name !== undefined && named.slice(last).some((line) => line.name === name);
}
