import { describe, expect, test } from "vitest";
import { refKey } from "../../../../../src/features/inputRequests/core/answerTypes.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { ref, yes, no, draft, serviceFor, waiting } from "./support/answering.ts";

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
});
