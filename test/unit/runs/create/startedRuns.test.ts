import { afterEach, expect, test } from "vitest";
import type { FileSource } from "#api/contract.ts";
import { readAs } from "#base/stored.ts";
import { reportUnexpectedErrors } from "#base/unexpectedError.ts";
import { startedSchema, StartedRuns } from "#runs/create/startedRuns.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared, storageFolder } from "../../../support/state/windows.ts";

afterEach(() => reportUnexpectedErrors());

const file = (path?: string): FileSource => ({ name: "f", size: 1, path, open: async function* () {} });
const request = { input: { a: 1 } };

/** A window, or this one after a reload. */
const open = async (disk: MemoryDisk): Promise<StartedRuns> => new StartedRuns((await openShared(disk)).started);

test("details that the app doesn't return are known in every window, also after this one is closed", async () => {
  const disk = new MemoryDisk();
  const started = await open(disk);
  await started.noteSent("app", "r1", {
    request: { ...request, file_ids: ["i1"] },
    files: [file("/a/receipt.png"), file()],
    mode: "stream",
  });
  await started.noteSent("app", "r2", { request, files: [], mode: "wait" });
  await started.noteSent("app", "r3", { request, files: [], mode: "stream" });
  for (const each of [started, await open(disk)]) {
    expect(each.sentWith("app", "r1")).toMatchObject({ mode: "stream", files: ["/a/receipt.png"], fileIds: ["i1"] });
    expect(each.sentWith("app", "r2")).toMatchObject({ mode: "wait", files: [], fileIds: [] });
    expect(each.sentWith("app", "r3")).toBeUndefined();
    expect(each.sentWith("other", "r1")).toBeUndefined();
  }
});

test("no content is stored, and of very many runs only the newest", async () => {
  const disk = new MemoryDisk();
  const started = await open(disk);
  for (let n = 0; n < 510; n += 1)
    await started.noteSent("app", `r${n}`, { request: { input: "secret" }, files: [file("/a")], mode: "stream" });
  const files = disk.texts(`${storageFolder}/state/started`);
  expect([...files.values()].join()).not.toContain("secret");
  expect([...files.keys()].filter((name) => name.endsWith(".json"))).toHaveLength(500);
  for (const each of [started, await open(disk)])
    expect([each.sentWith("app", "r9"), each.sentWith("app", "r10")?.files]).toEqual([undefined, ["/a"]]);
});

test("while the disk refuses all writes, and after that, the window remembers all that it noted", async () => {
  const disk = new MemoryDisk();
  const started = await open(disk);
  reportUnexpectedErrors(() => undefined);
  disk.before = (call) => {
    if (call === "write") throw MemoryDisk.failure("ENOSPC");
  };
  started.note("app", "r1", { byAgent: true });
  const sent = { request, files: [file("/a")], mode: "stream" } as const;
  await expect(started.noteSent("app", "r1", sent)).rejects.toThrow("The disk is full.");
  expect(started.sentWith("app", "r1")).toMatchObject({ files: ["/a"] });
  disk.before = () => undefined;
  await started.noteSent("app", "r1", { ...sent, test: "Refunds" });
  for (const each of [started, await open(disk)])
    expect(each.of("app", "r1")).toMatchObject({
      byAgent: true,
      sent: { test: "Refunds", attached: [{ path: "/a" }] },
    });
});

test("the files of a run whose mode only a newer version knows stay", () => {
  const sent = { mode: "later", attached: [{ name: "f", size: 1 }], fileIds: [] };
  expect(readAs(startedSchema, { connectionId: "app", runId: "r1", sent })?.sent).toEqual({ ...sent, mode: "stream" });
});
