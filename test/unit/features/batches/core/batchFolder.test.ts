import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { settleInterrupted } from "#features/batches/core/batch.ts";
import { BatchFolder } from "#features/batches/core/batchFolder.ts";
import { aHead, aLine } from "./batches.ts";

let path: string;
let folder: BatchFolder;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "batches-"));
  folder = new BatchFolder(path);
});

afterEach(() => rm(path, { recursive: true }));

const lines = [aLine(0), { source: "tickets.jsonl:2", problem: "no JSON" }, aLine(2), aLine(3)];

test("a batch is read back unchanged, with the state of each line", async () => {
  const { batch, log } = await folder.create(aHead(), lines);
  await batch.begin(0);
  await batch.settle(0, { kind: "created", runId: "run-1" });
  await batch.begin(2);
  await log.close();
  const opened = await folder.open("b1");
  expect(opened?.batch.head).toEqual(aHead());
  expect(opened?.batch.lines).toEqual(lines);
  expect(opened?.batch.states).toEqual([
    { kind: "created", runId: "run-1" },
    { kind: "failed", reason: "no JSON", isInvalid: true },
    { kind: "sending" },
    { kind: "waiting" },
  ]);
  expect([...(opened?.batch.runIds ?? [])]).toEqual(["run-1"]);
  expect([...((await folder.outline("b1"))?.lines ?? [])]).toEqual([["run-1", lines[0]?.source]]);
});

test("a line that a crash cut off does not count, and spoils no later one", async () => {
  const { batch, log } = await folder.create(aHead(), lines);
  await batch.begin(0);
  await log.close();
  const states = join(path, "b1", "states.jsonl");
  await appendFile(states, '{"n":0,"state":{"kind":"crea');
  const again = await folder.open("b1");
  if (!again) throw new Error("The batch is gone.");
  await settleInterrupted(again.batch);
  await again.log.close();
  expect((await folder.outline("b1"))?.states[0]).toMatchObject({ kind: "unknown" });
  expect((await readFile(states, "utf8")).split("\n").at(-1)).toBe("");
});

test("a foreign folder is left alone, and an incomplete batch is reported", async () => {
  await folder.create(aHead({ createdAt: 2 }), lines).then(({ log }) => log.close());
  await folder.create(aHead({ id: "b0", createdAt: 1 }), lines).then(({ log }) => log.close());
  await writeFile(join(path, "other.txt"), "…");
  expect((await folder.list()).map(({ head }) => head.id)).toEqual(["b0", "b1"]);
  await writeFile(join(path, "b0", "lines.jsonl"), "");
  await expect(folder.open("b0")).rejects.toThrow("is incomplete");
  await folder.remove("b0");
  expect(await folder.open("b0")).toBeUndefined();
  expect(await new BatchFolder(join(path, "none")).list()).toEqual([]);
});
