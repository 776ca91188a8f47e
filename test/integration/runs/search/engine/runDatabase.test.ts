import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { bundledScript } from "../../../../support/bundledScript.ts";
import { indexForTest, queryOf, workerScript } from "../../../../support/search/indexes.ts";
import { stepsOfRun } from "../support/numberedRuns.ts";

const runs = 24;
const script = bundledScript("test/integration/runs/search/support/indexProcess.ts");

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

/** Lets a window write all runs, and kills it again and again in the middle of one. @returns how often */
async function keepKilling(folder: string, journal: string): Promise<number> {
  for (let kills = 0; ; kills++) {
    const next = Math.max(-1, ...linesOf(journal).map(({ done = -1 }) => done)) + 1;
    if (next >= runs) return kills;
    const window = spawn(process.execPath, [script, workerScript(), folder, journal, String(next), String(runs)], {
      stdio: "inherit",
    });
    const ended = once(window, "exit");
    const goal = Math.min(runs, next + 2 + Math.floor(Math.random() * 4));
    while (window.exitCode === null && !linesOf(journal).some(({ done = -1 }) => done >= goal)) {
      await Promise.race([ended, delay(2 + Math.random() * 10)]);
    }
    await delay(Math.random() * 20);
    window.kill("SIGKILL");
    await ended;
  }
}

test("two windows that index the same runs, killed again and again: all is there, once, and nothing is broken", async () => {
  const { folder, index, dispose } = indexForTest();
  const journals = ["one", "two"].map((name) => join(folder, `${name}.jsonl`));
  const kills = await Promise.all(journals.map((journal) => keepKilling(folder, journal)));
  expect(Math.min(...kills)).toBeGreaterThanOrEqual(3);
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
  console.log(`${done.size} runs confirmed by two windows, killed ${kills.join(" and ")} times`);
  dispose();
}, 120_000);
