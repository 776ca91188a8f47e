import { beforeEach, expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { RunStore } from "#runs/store/runStore.ts";
import { RunDocument } from "#workbench/panel/vscode/documents/runDocument.ts";
import { aRun, failure, fakeApi } from "../../../../../support/fakeApi.ts";
import { collectUnexpectedErrors } from "../../../../../support/unexpectedErrors.ts";

let store: RunStore;
let run: Run;
let reads: number;
let changes: number;
let errors: unknown[];
let fails: boolean;

beforeEach(() => {
  store = new RunStore({ api: async () => fakeApi({}) });
  run = { ...aRun("1", "started", 0), input: { a: 1 } };
  [reads, changes, errors, fails] = [0, 0, collectUnexpectedErrors(), false];
});

test("the text of a run is complete, or the requested part", async () => {
  expect(JSON.parse(await open("run").text())).toEqual(run);
  expect(await open("input").text()).toBe('{\n  "a": 1\n}');
  expect(await open("output").text()).toBe("null");
});

test("a document is read again for another version of its run, and no more after the end", async () => {
  const document = open("run");
  await document.text();
  await document.text();
  store.upsert({ ...aRun("2", "started", 0) });
  store.upsert(structuredClone(run));
  expect([reads, changes]).toEqual([1, 0]);

  run = { ...run, status: "completed", output: "done" };
  store.upsert(run);
  await settled();
  expect([reads, changes]).toEqual([2, 1]);
  expect(JSON.parse(await document.text())).toEqual(run);

  store.upsert({ ...run, output: "done, once more" });
  await settled();
  expect([reads, changes]).toEqual([2, 1]);
});

test("a document whose run has ended while it was read is read again", async () => {
  const document = open("run");
  const late = document.text();
  run = { ...run, status: "completed", output: "done" };
  store.upsert(run);
  expect(JSON.parse(await late)).toMatchObject({ status: "started" });
  await settled();
  expect(JSON.parse(await document.text())).toEqual(run);
  expect([reads, changes]).toEqual([2, 1]);
});

test("a document that can't be read again keeps its text and tries at the next change", async () => {
  const document = open("run");
  const before = await document.text();
  run = { ...run, status: "canceled" };
  fails = true;
  store.upsert(run);
  await settled();
  expect(errors).toMatchObject([{ kind: "network" }]);
  expect(await document.text()).toBe(before);
  fails = false;
  store.upsert({ ...run, ended_at: "2026-11-24T20:00:00Z" });
  await settled();
  expect(JSON.parse(await document.text())).toEqual(run);
});

test("a failed first read is thrown, and a closed document receives nothing", async () => {
  fails = true;
  const document = open("run");
  await expect(document.text()).rejects.toMatchObject({ kind: "network" });
  fails = false;
  const late = document.text();
  document.dispose();
  await late;
  store.upsert({ ...run, status: "paused" });
  await settled();
  expect([reads, changes]).toEqual([2, 0]);
});

function open(part: "run" | "input" | "output"): RunDocument {
  const read = async (): Promise<Run> => {
    reads++;
    if (fails) throw failure();
    return structuredClone(run);
  };
  return new RunDocument({
    runId: "1",
    read,
    write: (version) => JSON.stringify(part === "run" ? version : (version[part] ?? null), undefined, 2),
    store,
    onChange: () => changes++,
  });
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
