import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundledScript } from "../../support/bundledScript.ts";
import { many } from "../../support/cases.ts";
import { type SharedState, sharedStateIn } from "../../support/state/sharedState.ts";
import { collectUnexpectedErrors } from "../../support/unexpectedErrors.ts";
import { changesOf, type JournalLine, readJournal, stepsIn } from "./support/journal.ts";

const operations = many(90);
const names = ["one", "two"];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dynamiq-runs-windows-"));
});

afterEach(() => rm(folder, { recursive: true }));

/** Lets a window do its operations, and kills it again and again in the middle of one, at least twice. */
async function keepKilling(name: string): Promise<void> {
  const journal = join(folder, `${name}.jsonl`);
  const script = bundledScript("test/integration/storage/support/windowProcess.ts");
  for (let kills = 0; ; kills++) {
    const steps = (await readJournal(journal)).flatMap((line) => (line.kind === "step" ? [line.n] : []));
    const next = (steps.at(-1) ?? -1) + 1;
    if (next >= operations && kills >= 2) return;
    // However late we look: it goes on until it is killed.
    const args = [script, folder, journal, name, String(next), String(Number.MAX_SAFE_INTEGER)];
    const window = spawn(process.execPath, args, { stdio: "inherit" });
    const ended = once(window, "exit");
    const goal = next + 10 + Math.floor(Math.random() * 20);
    while (window.exitCode === null) {
      await Promise.race([ended, delay(5 + Math.random() * 40)]);
      if ((await stepsIn(journal)) >= goal) break;
    }
    window.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
  }
}

test("two windows that are killed again and again: every confirmed change is there", async () => {
  await Promise.all(names.map(keepKilling));

  const journals = await Promise.all(names.map((name) => readJournal(join(folder, `${name}.jsonl`))));
  const lines = journals.flat();
  const errors: unknown[] = lines.filter(({ kind }) => kind === "error");
  const readErrors = collectUnexpectedErrors();
  const shared = sharedStateIn(folder);
  await shared.folder.load();
  expect([...errors, ...readErrors]).toEqual([]);

  const confirmed = lines.filter(({ kind }) => kind === "done").length;
  expect(confirmed).toBeGreaterThan(operations);
  checkConnections(shared, lines);
  checkLast(lines, "drafts", (id) => Number(shared.drafts.get(id)?.draft.feedback));
  checkLast(lines, "records", (id) => shared.records.get(id)?.at);
  checkThere(
    lines,
    "uploads",
    shared.uploads.entries().map(([, { upload }]) => upload.id),
  );
  checkThere(
    lines,
    "started",
    shared.started.entries().map(([, { runId }]) => runId),
  );
  checkCounters(shared, lines);
  for (const claims of changesOf(lines, "done", "told").values()) expect(claims).toHaveLength(1);
  // Incomplete files of killed processes are no versions of anything.
  const names_ = await readdir(join(folder, "state", "connections"));
  expect(names_.filter((name) => !/^(\.new-.*|[0-9a-f]{40}\.\d+\.json)$/.test(name))).toEqual([]);
});

function checkConnections(shared: SharedState, lines: readonly JournalLine[]): void {
  const begun = changesOf(lines, "begun", "connections");
  let there = 0;
  for (const [id, values] of changesOf(lines, "done", "connections")) {
    const isThere = shared.connections.get(id) !== undefined;
    if (values.includes(null)) expect(isThere).toBe(false);
    else if (!begun.has(id)) expect(isThere).toBe(true);
    if (isThere) there++;
  }
  expect(there).toBeGreaterThan(0);
}

/**
 * Each is written by one window: its last confirmed value is there, or the one that it had begun to write after that.
 */
function checkLast(lines: readonly JournalLine[], store: string, valueOf: (id: string) => number | undefined): void {
  const begun = changesOf(lines, "begun", store);
  for (const [id, values] of changesOf(lines, "done", store)) {
    const after = begun.get(id)?.slice(begun.get(id)?.lastIndexOf(values.at(-1) ?? null)) ?? [];
    expect(after).toContain(valueOf(id));
  }
}

function checkThere(lines: readonly JournalLine[], store: string, ids: readonly string[]): void {
  expect(ids).toEqual(expect.arrayContaining([...changesOf(lines, "done", store).keys()]));
}

/** Both windows change the same value at the same time: none of their steps is lost. */
function checkCounters(shared: SharedState, lines: readonly JournalLine[]): void {
  for (const [id, done] of changesOf(lines, "done", "counters")) {
    expect(shared.preferences.get(id)).toBeGreaterThanOrEqual(done.length);
  }
}
