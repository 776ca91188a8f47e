import { describe, expect, test } from "vitest";
import { refKey } from "../../../../../src/features/inputRequests/core/answerTypes.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { ref, yes, no, draft, serviceFor, waiting } from "./support/answering.ts";
import { FakeApp } from "./support/fakeApp.ts";

describe("the record of an answer", () => {
  test("is on the disk before the answer is sent", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    const { service } = await serviceFor(app, { disk });
    let isRecorded: unknown;
    const before = { ...app.api };
    app.api.answerInputRequest = async (...args) => {
      isRecorded = (await openShared(disk)).records.entries().map(([, { answer, certain }]) => [answer, certain]);
      await before.answerInputRequest(...args);
    };
    await service.send(ref, yes);
    expect(isRecorded).toEqual([[yes, false]]);
  });

  test("can't be written: nothing is sent, the reason is reported, and it can be sent later", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    const { service } = await serviceFor(app, { disk });
    service.setDraft(ref, draft);
    await service.flush();
    disk.before = (call) => {
      if (call === "write") throw MemoryDisk.failure("ENOSPC");
    };
    const outcome = await service.send(ref, yes);
    expect(outcome).toMatchObject({ kind: "failed", unknown: false });
    expect(outcome).toMatchObject({
      error: { message: expect.stringContaining("The disk is full. Free some space and try again.") as string },
    });
    expect([app.received, service.draft(ref)]).toEqual([[], draft]);
    disk.before = () => undefined;
    expect(await service.send(ref, yes)).toMatchObject({ kind: "answered", by: "here" });
    expect(app.received).toHaveLength(1);
  });
});

describe("two windows", () => {
  test("that send at the same time send one answer, and both know its outcome", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    let calls = 0;
    const api = { ...app.api };
    app.api.answerInputRequest = async (...args) => {
      calls += 1;
      return api.answerInputRequest(...args);
    };
    const [here, there] = [await serviceFor(app, { disk }), await serviceFor(app, { disk })];
    await Promise.all([here.service.send(ref, yes), there.service.send(ref, no)]);
    expect([calls, app.received.length]).toEqual([1, 1]);
    for (const { service, shared } of [here, there]) {
      await here.shared.folder.settled();
      await shared.folder.refresh();
      expect(service.state(ref)).toMatchObject({ kind: "answered", by: "here" });
    }
  });

  test("one can send when the other one has ended in the middle, and not before", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    let now = 1_000;
    const { shared } = await serviceFor(app, { disk });
    const key = refKey(ref);
    await shared.records.put(key, { ...ref, answer: no, at: now, certain: false, sender: "a window that is gone" });
    const { service } = await serviceFor(app, { disk, now: () => now });
    expect(await service.send(ref, yes)).toMatchObject({
      kind: "failed",
      unknown: true,
      error: { message: expect.stringContaining("Another window") as string },
    });
    expect(app.received).toEqual([]);
    now += 120_001;
    expect(await service.send(ref, yes)).toMatchObject({ kind: "answered", by: "here" });
    expect(app.received).toEqual([{ answer: yes, from: "here" }]);
  });

  test("know an answer that one of them sent while the events couldn't be read", async () => {
    const disk = new MemoryDisk();
    const app = new FakeApp();
    app.ask({ id: "r1", type: "approval_request" });
    const [here, there] = [await serviceFor(app, { disk }), await serviceFor(app, { disk })];
    Object.assign(app, { unreachable: true, way: "lost-after" });
    expect(await here.service.send(ref, yes)).toMatchObject({ kind: "failed", unknown: true });
    Object.assign(app, { unreachable: false, way: "open" });
    // Its record has no asking event, and the other window wasn't informed of it yet.
    expect(await there.service.check(ref)).toMatchObject({ kind: "answered", by: "here" });
  });

  test("see each other's drafts", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    const [here, there] = [await serviceFor(app, { disk }), await serviceFor(app, { disk })];
    here.service.setDraft(ref, draft);
    await here.service.flush();
    await here.shared.folder.settled();
    await there.shared.folder.refresh();
    expect(there.service.draft(ref)).toEqual(draft);
    expect(there.changes).toEqual([{ ref, draftBy: "another window" }]);
  });
});
