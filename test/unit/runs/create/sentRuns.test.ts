import { expect, test } from "vitest";
import type { FileSource } from "../../../../src/api/contract.ts";
import { SentRuns } from "../../../../src/runs/create/sentRuns.ts";
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
