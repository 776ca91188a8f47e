import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hasUnfinished } from "../../../../src/commands/unfinished.ts";
import { openBatchesFolder } from "../../../../src/host/ids.ts";
import { BatchShelf } from "../../../../src/runs/batches/batchStore.ts";
import { OpenMarks } from "../../../../src/runs/batches/openMarks.ts";
import { batchView } from "../../../../src/runs/batches/batchView.ts";
import { aHead, aLine } from "./batches.ts";

let path: string;
let shelves: BatchShelf[] = [];

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), "shelf-"));
});

afterEach(async () => {
  for (const shelf of shelves.splice(0)) shelf.dispose();
  await rm(path, { recursive: true });
  await rm(`${path}-open`, { recursive: true, force: true });
});

/** The folder that all windows share. */
const storage = (): string => `${path}-open`;
const marks = (): OpenMarks => new OpenMarks(join(storage(), openBatchesFolder));

/** A window's shelf. */
async function aShelf(): Promise<BatchShelf> {
  const shelf = new BatchShelf(path, marks());
  shelves.push(shelf);
  await shelf.load();
  return shelf;
}

const lines = [aLine(0), aLine(1), aLine(2)];

function theOnly(shelf: BatchShelf) {
  const [batch] = shelf.list;
  if (!batch || shelf.list.length !== 1) throw new Error("There is not one batch.");
  return batch;
}

test("a batch's runs and counts are told while it is sent, and after, in the next window too", async () => {
  const shelf = await aShelf();
  const open = await shelf.create(aHead(), lines);
  const { runs } = theOnly(shelf);
  await open.batch.begin(0);
  expect(batchView(theOnly(shelf)).batch).toMatchObject({ isSending: true, waiting: 3, failed: 0, unknown: 0 });
  await open.batch.settle(0, { kind: "created", runId: "run-1" });
  await open.batch.settle(1, { kind: "failed", reason: "no" });
  expect([...runs.ids]).toEqual(["run-1"]);
  await open.tell(true);
  await open.close();
  expect(batchView(theOnly(shelf)).batch).toMatchObject({ isSending: false, waiting: 1, failed: 1, unknown: 0 });
  expect(theOnly(shelf)).toMatchObject({ isOpen: false, isTold: true, runs });
  const next = theOnly(await aShelf());
  expect(next).toMatchObject({ head: aHead(), isTold: true, counts: { created: 1, failed: 1, waiting: 1 } });
  expect([...next.runs.ids]).toEqual(["run-1"]);
});

test("what was under way when its window went away is unknown until it is looked for", async () => {
  const open = await (await aShelf()).create(aHead(), lines);
  await open.batch.begin(0);
  const other = await aShelf();
  expect(batchView(theOnly(other)).batch).toMatchObject({ isSending: false, waiting: 2, unknown: 1 });
  expect(theOnly(other).isTold).toBe(false);
});

test("one window at a time has it; it is renamed and removed for all", async () => {
  const [shelf, other] = [await aShelf(), await aShelf()];
  const open = await shelf.create(aHead(), lines);
  await other.load();
  expect(await shelf.open("b1")).toBeUndefined();
  expect(await other.open("b1")).toBeUndefined();
  await expect(other.remove("b1")).rejects.toThrow("Stop it first.");
  await open.close();
  await shelf.rename("b1", "Nightly");
  expect(theOnly(shelf).head.name).toBe("Nightly");
  expect(await other.open("b1")).toBeDefined();
  expect(other.get("b1")).toMatchObject({ isOpen: true, head: { name: "Nightly" } });
  expect((await shelf.read("b1"))?.lines).toEqual(lines);
});

test("a batch that is removed is gone from the disk", async () => {
  const shelf = await aShelf();
  const heard: string[] = [];
  shelf.onDidChange((id) => heard.push(id));
  await (await shelf.create(aHead(), lines)).close();
  await shelf.remove("b1");
  expect(shelf.list).toEqual([]);
  expect((await aShelf()).list).toEqual([]);
  expect(heard.at(-1)).toBe("b1");
  await expect(shelf.open("b1")).rejects.toThrow();
});

test("a batch is marked for its workspace from before it is sent until its end was told", async () => {
  const shelf = await aShelf();
  const head = aHead({ workspace: "file:///here" });
  const isMarked = (workspace: string): Promise<boolean> => hasUnfinished({ window: new Map(), storage: storage(), workspace });
  expect(await isMarked(head.workspace)).toBe(false);
  const open = await shelf.create(head, lines);
  await open.tell(false);
  expect([await isMarked(head.workspace), await isMarked("file:///elsewhere")]).toEqual([true, false]);
  await open.tell(true);
  expect(await isMarked(head.workspace)).toBe(false);

  await open.tell(false);
  await open.close();
  await shelf.remove(head.id);
  expect(await isMarked(head.workspace)).toBe(false);
});
