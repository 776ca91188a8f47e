import { beforeEach, expect, test } from "vitest";
import type { Run } from "../../../../src/api/schemas.ts";
import { RunStore } from "../../../../src/runs/store/runStore.ts";
import { RunDocument } from "../../../../src/views/documents/runDocument.ts";
import { aRun, failure, fakeApi } from "../../runs/fakeApi.ts";

let store: RunStore;
let run: Run;
let reads: number;
let changes: number;
let errors: unknown[];
let fails: boolean;

beforeEach(() => {
  store = new RunStore({ api: async () => fakeApi({}), pageSize: () => 25 });
  run = { ...aRun("1", "started", 0), input: { a: 1 } };
  [reads, changes, errors, fails] = [0, 0, [], false];
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

test("an unchanged text is not reported", async () => {
  await open("input").text();
  store.upsert({ ...run, status: "paused" });
  await settled();
  expect([reads, changes]).toEqual([2, 0]);
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

test("closing a document aborts its reads, and reports no error", async () => {
  let given: AbortSignal | undefined;
  let isSlow = false;
  const write = (_: Run, signal: AbortSignal): string | Promise<string> => {
    given = signal;
    if (!isSlow) return "at first";
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(failure("aborted"))));
  };
  const onError = (error: unknown) => errors.push(error);
  const document = new RunDocument({
    runId: "1",
    read: async () => run,
    write,
    store,
    onChange: () => changes++,
    onError,
  });
  expect(await document.text()).toBe("at first");
  isSlow = true;
  store.upsert({ ...run, status: "paused" });
  await settled();
  expect(given?.aborted).toBe(false);
  document.dispose();
  await settled();
  expect([given?.aborted, errors, changes]).toEqual([true, [], 0]);
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
    onError: (error) => errors.push(error),
  });
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
