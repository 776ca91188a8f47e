import { expect, test } from "vitest";
import type { FileSource } from "../../../../src/api/contract.ts";
import { forgetRemoved } from "../../../../src/core/sharedState.ts";
import { readSent, SentRuns } from "../../../../src/runs/create/sentRuns.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared, storageFolder } from "../../../support/state/windows.ts";

const file = (path?: string): FileSource => ({ name: "f", size: 1, path, open: async function* () {} });
const request = { input: { a: 1 } };

/** A window, or this one after a reload. */
const open = async (disk: MemoryDisk): Promise<SentRuns> => new SentRuns((await openShared(disk)).sent);

test("details that the app doesn't return are known in every window, also after this one is closed", async () => {
  const disk = new MemoryDisk();
  const sent = await open(disk);
  await sent.note("app", "r1", {
    request: { ...request, file_ids: ["i1"] },
    files: [file("/a/receipt.png"), file()],
    mode: "stream",
  });
  await sent.note("app", "r2", { request, files: [], mode: "wait" });
  await sent.note("app", "r3", { request, files: [], mode: "stream" });
  for (const each of [sent, await open(disk)]) {
    expect(each.of("app", "r1")).toMatchObject({ mode: "stream", files: ["/a/receipt.png"], fileIds: ["i1"] });
    expect(each.of("app", "r2")).toMatchObject({ mode: "wait", files: [], fileIds: [] });
    expect(each.of("app", "r3")).toBeUndefined();
    expect(each.of("other", "r1")).toBeUndefined();
  }
});

test("no content is stored, and of very many runs only the newest", async () => {
  const disk = new MemoryDisk();
  const sent = await open(disk);
  for (let n = 0; n < 210; n += 1)
    await sent.note("app", `r${n}`, { request: { input: "secret" }, files: [file("/a")], mode: "stream" });
  const files = disk.texts(`${storageFolder}/state/sent`);
  expect([...files.values()].join()).not.toContain("secret");
  expect([...files.keys()].filter((name) => name.endsWith(".json"))).toHaveLength(200);
  for (const each of [sent, await open(disk)])
    expect([each.of("app", "r9"), each.of("app", "r10")?.files]).toEqual([undefined, ["/a"]]);
});

test("runs that two windows record at the same time are all there", async () => {
  const disk = new MemoryDisk();
  const [one, other] = [await open(disk), await open(disk)];
  const run = { request, files: [], mode: "background" } as const;
  await Promise.all([one.note("app", "r1", run), other.note("app", "r2", run), one.note("app", "r3", run)]);
  const next = await open(disk);
  for (const id of ["r1", "r2", "r3"]) expect(next.of("app", id)?.mode).toBe("background");
});

test("a run that can't be recorded is known in this window, and the caller gets the error", async () => {
  const disk = new MemoryDisk();
  const sent = await open(disk);
  disk.before = (call) => {
    if (call === "write") throw MemoryDisk.failure("ENOSPC");
  };
  await expect(sent.note("app", "r1", { request, files: [], mode: "wait" })).rejects.toThrow("The disk is full");
  expect(sent.of("app", "r1")?.mode).toBe("wait");
});

test("the details of a removed connection's runs are removed, and no other ones", async () => {
  const disk = new MemoryDisk();
  const shared = await openShared(disk);
  const sent = new SentRuns(shared.sent);
  for (const app of ["app", "other"]) await sent.note(app, "r1", { request, files: [], mode: "wait" });
  forgetRemoved(shared, (id) => id === "app");
  await shared.folder.settled();
  const next = await open(disk);
  expect([next.of("app", "r1"), next.of("other", "r1")?.mode]).toEqual([undefined, "wait"]);
});

test.each([
  ["text"],
  [null],
  [{ runId: "r" }],
  [{ connectionId: "app", runId: "r", mode: "wait", files: [1], fileIds: [] }],
])("%j is not read as a record", (stored) => {
  expect(readSent(stored)).toBeUndefined();
});
