import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BatchFolder } from "#features/batches/core/batchFolder.ts";
import { BatchStore } from "#features/batches/core/batchStore.ts";
import { hasOpenBatch, openBatchesFolder } from "#features/batches/core/openBatches.ts";
import { batchView } from "#features/batches/vscode/batchViews.ts";
import { aHead, aLine } from "./batches.ts";

let path: string;
let shelves: BatchStore[] = [];

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "shelf-"));
});

afterEach(async () => {
  for (const store of shelves.splice(0)) store.dispose();
  await rm(path, { recursive: true });
  await rm(`${path}-open`, { recursive: true, force: true });
});

/** The folder that all windows share. */
const storage = (): string => `${path}-open`;

/** A window's store. */
async function aStore(): Promise<BatchStore> {
  const store = new BatchStore(path, join(storage(), openBatchesFolder));
  shelves.push(store);
  await store.load();
  return store;
}

const lines = [aLine(0), aLine(1), aLine(2)];

function theOnly(store: BatchStore) {
  const [batch] = store.list;
  if (!batch || store.list.length !== 1) throw new Error("There is not one batch.");
  return batch;
}

test("a batch's runs and counts are known while it is sent, and after, in the next window too", async () => {
  const store = await aStore();
  const open = await store.create(aHead(), lines);
  const { runs } = theOnly(store);
  await open.batch.begin(0);
  expect(batchView(theOnly(store)).batch).toMatchObject({ isSending: true, waiting: 3, failed: 0, unknown: 0 });
  await open.batch.settle(0, { kind: "created", runId: "run-1" });
  await open.batch.settle(1, { kind: "failed", reason: "no" });
  expect([...runs.ids]).toEqual(["run-1"]);
  expect(batchView(theOnly(store)).batch?.lines.get("run-1")).toBe("tickets.jsonl:1");
  await open.tell(true);
  await open.close();
  expect(batchView(theOnly(store)).batch).toMatchObject({ isSending: false, waiting: 1, failed: 1, unknown: 0 });
  expect(theOnly(store)).toMatchObject({ isOpen: false, wasShown: true, runs });
  const next = theOnly(await aStore());
  expect(next).toMatchObject({ head: aHead(), wasShown: true, counts: { created: 1, failed: 1, waiting: 1 } });
  expect([...next.runs.ids]).toEqual(["run-1"]);
  expect(next.lines.get("run-1")).toBe("tickets.jsonl:1");
});

test("a batch is marked for its workspace from before it is sent until its end was reported", async () => {
  const store = await aStore();
  const head = aHead({ workspace: "file:///here" });
  const isMarked = (workspace: string): Promise<boolean> =>
    hasOpenBatch({ window: new Map(), storage: storage(), workspace });
  expect(await isMarked(head.workspace)).toBe(false);
  const open = await store.create(head, lines);
  await open.tell(false);
  expect([await isMarked(head.workspace), await isMarked("file:///elsewhere")]).toEqual([true, false]);
  await open.tell(true);
  expect(await isMarked(head.workspace)).toBe(false);

  await open.tell(false);
  await open.close();
  await store.remove(head.id);
  expect(await isMarked(head.workspace)).toBe(false);
});

test("what this window does with batches while it reads them again stays", async () => {
  const store = await aStore();
  const ids = ["sent", "renamed", "removed"];
  for (const id of ids) await (await store.create(aHead({ id }), lines)).close();
  const read = await new BatchFolder(path).list();
  const reading = Promise.withResolvers<typeof read>();
  vi.spyOn(BatchFolder.prototype, "list").mockReturnValueOnce(reading.promise);
  const loading = store.load();
  const open = await store.open("sent");
  await open?.batch.settle(0, { kind: "failed", reason: "no" });
  await open?.close();
  await store.rename("renamed", "new name");
  await store.remove("removed");
  reading.resolve(read);
  await loading;
  expect(store.get("sent")?.counts).toMatchObject({ failed: 1, waiting: 2 });
  expect(store.get("renamed")?.head.name).toBe("new name");
  expect(store.get("removed")).toBeUndefined();
});

test("a batch that is being removed doesn't come back", async () => {
  const store = await aStore();
  await (await store.create(aHead({ id: "removed" }), lines)).close();
  vi.spyOn(BatchFolder.prototype, "remove").mockImplementationOnce(async (id) => {
    await store.load();
    await new BatchFolder(path).remove(id);
  });
  await store.remove("removed");
  expect(store.list).toEqual([]);
});

test("a batch that another window has removed no longer exists here, and can be removed", async () => {
  const store = await aStore();
  await (await store.create(aHead({ id: "removed" }), lines)).close();
  await (await aStore()).remove("removed");
  await expect(store.open("removed")).rejects.toThrow("This batch no longer exists.");
  await store.remove("removed");
  expect(store.list).toEqual([]);
});
