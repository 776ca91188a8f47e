import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { bundledScript } from "../../../../../support/bundledScript.ts";
import { indexForTest, queryOf, workerScript } from "../../../../../support/search/indexes.ts";
import { stepsOfRun } from "../support/numberedRuns.ts";

/** How often each window is killed. */
const kills = 3;
const script = bundledScript("test/integration/features/search/core/support/indexProcess.ts");

interface JournalLine {
  begun?: number;
  done?: number;
  error?: string;
}

function linesOf(journal: string): JournalLine[] {
  if (!existsSync(journal)) return [];
  const lines = readFileSync(journal, "utf8").split("\n");
  // The last line of a killed process may be a part of one.
  return lines.slice(0, -1).map((line) => JSON.parse(line) as JournalLine);
}

/** Starts a window that writes all runs from this one up to another. */
function startWindow(folder: string, journal: string, from: number, to: number): ChildProcess {
  const args = [script, workerScript(), folder, journal, String(from), String(to)];
  return spawn(process.execPath, args, { stdio: "inherit" });
}

/** The number of the newest run that a window has confirmed; -1 before the first one. */
function newestOf(journal: string): number {
  return Math.max(-1, ...linesOf(journal).map(({ done = -1 }) => done));
}

/** Lets a window write more and more runs, and kills it in the middle of one. */
async function keepKilling(folder: string, journal: string): Promise<void> {
  for (let left = kills; left > 0; left--) {
    const next = newestOf(journal) + 1;
    const window = startWindow(folder, journal, next, Number.MAX_SAFE_INTEGER);
    const ended = once(window, "exit");
    const goal = next + 2 + Math.floor(Math.random() * 4);
    while (window.exitCode === null && newestOf(journal) < goal) {
      await Promise.race([ended, delay(2 + Math.random() * 10)]);
    }
    await delay(Math.random() * 20);
    window.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
  }
}

test("two windows that index the same runs, killed again and again: all is there, once, and nothing is broken", async () => {
  const { folder, index, dispose } = indexForTest();
  const journals = ["one", "two"].map((name) => join(folder, `${name}.jsonl`));
  await Promise.all(journals.map((journal) => keepKilling(folder, journal)));
  // What was killed in the middle of a run is written again, up to the same run.
  const runs = Math.max(...journals.map(newestOf)) + 2;
  const last = journals.map((journal) => startWindow(folder, journal, newestOf(journal) + 1, runs));
  expect(await Promise.all(last.map((window) => once(window, "exit")))).toEqual([
    [0, null],
    [0, null],
  ]);
  const lines = journals.flatMap(linesOf);
  expect(lines.filter(({ error }) => error !== undefined)).toEqual([]);
  const done = new Set(lines.flatMap((line) => line.done ?? []));
  expect(done.size).toBe(runs);

  expect(await index.missing([...done].map((number) => `id-${number}`))).toEqual([]);
  for (const number of done) {
    const { runs: found } = await index.search(queryOf(`run${number}x`));
    expect(found.map(({ id, steps, moreSteps }) => [id, steps.length + moreSteps])).toEqual([
      [`id-${number}`, stepsOfRun],
    ]);
  }
  expect((await index.facts()).length).toBe(runs);

  const database = new DatabaseSync(join(folder, "app", "runs.db"));
  expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  // The index of words compares itself with the texts.
  database.exec("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)");
  const counts = database.prepare("SELECT (SELECT count(*) FROM texts) AS texts, (SELECT count(*) FROM runs) AS runs");
  // Each run has its input besides its steps.
  expect(counts.get()).toEqual({ texts: runs * (stepsOfRun + 1), runs });
  database.close();
  dispose();
});
