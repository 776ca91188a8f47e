import { beforeEach, describe, expect, test } from "vitest";
import { loadSharedState, type SharedState, sharedStateIn } from "../../../src/app/sharedState.ts";
import { ExtensionState } from "../../support/state/extensionState.ts";
import { MemoryDisk } from "../../support/state/memoryDisk.ts";
import { openShared, storageFolder } from "../../support/state/windows.ts";

const app = { id: "app", name: "App", baseUrl: "https://app.example.com" };
const other = { id: "other", name: "Other", baseUrl: "https://other.example.com", production: "ask" };
const ref = { connectionId: "app", runId: "run", requestId: "r1" };
const gone = { ...ref, connectionId: "removed" };
const answer = { type: "approval", request_id: "r1", approved: true };
const upload = { id: "u1", name: "a.txt", size: 1, sha256: "a", at: 1 };
const view = { id: "v1", name: "Failed", filter: { statuses: ["failed"] } };

/** What an earlier version has left in VS Code's global state. */
const earlier = {
  "dynamiqRuns.connections": [app, other],
  "dynamiqRuns.activeConnection": "other",
  "dynamiqRuns.groupBy": "day",
  "dynamiqRuns.views.app": [view, { ...view, id: "v2", name: "Other" }],
  "dynamiqRuns.uploads.app": { origin: app.baseUrl, uploads: [upload] },
  "dynamiqRuns.answerDrafts": {
    a: { ...ref, draft: { feedback: "Hm" }, at: 2 },
    b: { ...gone, draft: { feedback: "No" }, at: 2 },
  },
  "dynamiqRuns.answers": { a: { ...ref, answer, at: 3, certain: true } },
  "dynamiqRuns.startedRuns": [
    { connectionId: "app", runId: "run" },
    { connectionId: "removed", runId: "run" },
  ],
  "dynamiqRuns.sentRuns": [{ connectionId: "app", runId: "run", mode: "wait", files: ["/a"], fileIds: [] }],
  "dynamiqRuns.told.app": { origin: app.baseUrl, isRead: true, ids: ["r1"] },
};

const stores = ["connections", "preferences", "views", "uploads", "drafts", "records", "started", "sent"] as const;
const all = (shared: SharedState) =>
  Object.fromEntries(stores.map((name) => [name, shared[name].entries().map(([, value]) => value)]));

let disk: MemoryDisk;
let legacy: ExtensionState;
let whole: ReturnType<typeof all>;

beforeEach(async () => {
  disk = new MemoryDisk();
  legacy = new ExtensionState(earlier);
  whole = all(await openShared(new MemoryDisk(), legacy));
});

describe("an earlier version's values in VS Code's global state", () => {
  test("are imported, except those of removed connections, and stay there", async () => {
    expect(whole).toEqual({
      connections: [
        { connection: app, order: 0 },
        { connection: other, order: 1 },
      ],
      preferences: ["other", "day"],
      views: [
        { connectionId: "app", view, order: 0 },
        { connectionId: "app", view: { ...view, id: "v2", name: "Other" }, order: 1 },
      ],
      uploads: [{ connectionId: "app", origin: app.baseUrl, upload }],
      drafts: [{ ...ref, draft: { feedback: "Hm" }, at: 2 }],
      records: [{ ...ref, answer, at: 3, certain: true }],
      started: [{ connectionId: "app", runId: "run" }],
      sent: [{ connectionId: "app", runId: "run", mode: "wait", files: ["/a"], fileIds: [] }],
    });
    const { shown } = await openShared(disk, legacy);
    expect([shown.has("app", app.baseUrl, "read"), shown.has("app", app.baseUrl, "request r1")]).toEqual([true, true]);
    expect(legacy.values).toEqual(earlier);
  });

  test("are imported once: later changes and removals stay", async () => {
    const shared = await openShared(disk, legacy);
    await shared.connections.delete("app");
    await shared.connections.update(
      "other",
      (stored) => stored && { ...stored, connection: { ...stored.connection, name: "New" } },
    );
    const next = await openShared(disk, legacy);
    expect(next.connections.entries().map(([, { connection }]) => connection.name)).toEqual(["New"]);
  });

  test("are there once when two windows import at the same time, with changes made meanwhile", async () => {
    const [here, there] = await Promise.all([openShared(disk, legacy), openShared(disk, legacy)]);
    for (const each of [here, there, await openShared(disk, legacy)]) expect(sorted(all(each))).toEqual(sorted(whole));
    disk = new MemoryDisk();
    const [first] = await Promise.all([
      openShared(disk, legacy).then(async (shared) => {
        await shared.connections.delete("app");
        return shared;
      }),
      openShared(disk, legacy),
    ]);
    await first.folder.settled();
    expect((await openShared(disk, legacy)).connections.entries().map(([id]) => id)).toEqual(["other"]);
  });

  test("are all there at the next start, whenever a window closes in the middle", async () => {
    for (let nth = 1; nth < 260; nth += 7) {
      disk = new MemoryDisk();
      const fs = disk.process();
      let calls = 0;
      const ended = new Promise<void>((resolve) => {
        disk.before = () => {
          if (++calls !== nth) return;
          fs.kill();
          disk.crash((text) => text.slice(0, 3));
          resolve();
        };
      });
      const shared = sharedStateIn(storageFolder, () => undefined, fs);
      await Promise.race([ended, loadSharedState(shared, legacy.open(), () => undefined)]);
      disk.before = () => undefined;
      expect(sorted(all(await openShared(disk, legacy)))).toEqual(sorted(whole));
    }
  });

  test("count in this window when the disk is full, which is reported, and are written at the next start", async () => {
    disk.before = (call) => {
      if (call === "write") throw MemoryDisk.failure("ENOSPC");
    };
    const errors: string[] = [];
    const shared = await openShared(disk, legacy, (error) => errors.push(String(error)));
    expect(sorted(all(shared))).toEqual(sorted(whole));
    expect(errors.join("\n")).toContain("The change to your connections wasn't saved");
    disk.before = () => undefined;
    expect(sorted(all(await openShared(disk, legacy)))).toEqual(sorted(whole));
  });

  test("are nothing when there are none, or invalid ones", async () => {
    const strange = new ExtensionState(Object.fromEntries(Object.keys(earlier).map((key) => [key, 7])));
    const shared = await openShared(disk, strange);
    expect(all(shared)).toMatchObject({ connections: [], views: [], drafts: [], sent: [] });
  });
});

/** In no order: what is written in parallel may be on the disk in any. */
function sorted(state: ReturnType<typeof all>): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(state).map(([name, values]) => [name, values.map((each) => JSON.stringify(each)).sort()]),
  );
}
