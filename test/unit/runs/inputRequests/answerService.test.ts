import { describe, expect, test, vi } from "vitest";
import type { InputAnswer } from "../../../../src/api/contract.ts";
import type { Run } from "../../../../src/api/schemas.ts";
import { AnswerService, type AnswerChange } from "../../../../src/runs/inputRequests/answerService.ts";
import { refKey } from "../../../../src/runs/inputRequests/answerTypes.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { openShared } from "../../../support/state/windows.ts";
import { FakeApp } from "./fakeApp.ts";

const ref = { connectionId: "app", runId: "run", requestId: "r1" };
const yes: InputAnswer = { type: "approval", request_id: "r1", approved: true, params: { amount: 480 } };
const no: InputAnswer = { type: "approval", request_id: "r1", approved: false, feedback: "Too much" };
const draft = { params: { amount: "480" } };
const answeredAt = Date.parse("2026-06-10T09:15:52Z");

async function serviceFor(
  app: FakeApp,
  options: { disk?: MemoryDisk; confirm?: () => Promise<boolean>; now?: () => number } = {},
) {
  const shared = await openShared(options.disk);
  const read: Run[] = [];
  const changes: AnswerChange[] = [];
  const service = new AnswerService({
    api: async () => app.api,
    onRun: (_connection, run) => read.push(run),
    confirm: options.confirm ?? (async () => true),
    storage: shared,
    onError: () => undefined,
    now: options.now ?? (() => 1_000),
  });
  service.onDidChange((change) => changes.push(change));
  return { service, read, changes, shared };
}

const waiting = (): FakeApp => new FakeApp({ id: "r1", type: "approval_request" }, { id: "r2" });

describe("an answer that arrives", () => {
  test("is sent once, and takes its draft with it", async () => {
    const app = waiting();
    const { service, read, changes } = await serviceFor(app);
    service.setDraft(ref, draft);
    expect(await service.send(ref, yes)).toEqual({ kind: "answered", by: "here", at: 1_000 });
    expect(app.received).toEqual([{ answer: yes, from: "here" }]);
    expect(service.state(ref)).toEqual({ kind: "answered", by: "here", at: 1_000 });
    expect(service.draft(ref)).toBeUndefined();
    await vi.waitFor(() => expect(read.at(-1)?.input_requests).toEqual([{ id: "r2" }]));
    expect(changes.map(({ draftBy }) => draftBy)).toEqual(["somebody", undefined, undefined]);
  });

  test("is on record, also for the next window", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    const { service, shared } = await serviceFor(app, { disk });
    await service.send(ref, yes);
    service.dispose();
    await shared.folder.settled();
    const { service: next } = await serviceFor(app, { disk });
    expect(next.state(ref)).toEqual({ kind: "answered", by: "here", at: 1_000 });
    expect(next.records("app", "run")).toMatchObject([{ requestId: "r1", answer: yes, certain: true }]);
    expect(await next.send(ref, no)).toMatchObject({ kind: "answered", by: "here" });
    expect(app.received).toHaveLength(1);
  });

  test("is not sent twice by two who are quick", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    const both = await Promise.all([service.send(ref, yes), service.send(ref, no)]);
    expect(both).toEqual([
      { kind: "answered", by: "here", at: 1_000 },
      { kind: "answered", by: "here", at: 1_000 },
    ]);
    expect(app.received).toEqual([{ answer: yes, from: "here" }]);
  });

  test("waits for the question whether to send it, and may be kept", async () => {
    const app = waiting();
    const { service } = await serviceFor(app, { confirm: async () => false });
    service.setDraft(ref, draft);
    expect(await service.send(ref, yes)).toEqual({ kind: "open" });
    expect(app.received).toEqual([]);
    expect(service.draft(ref)).toEqual(draft);
  });
});

describe("an answer that came too late", () => {
  test("says that somebody else has answered", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    app.take(no, "elsewhere");
    expect(await service.send(ref, yes)).toEqual({ kind: "answered", by: "elsewhere", at: answeredAt });
    expect(service.draft(ref)).toEqual(draft);
    expect(service.records("app", "run")).toEqual([]);
  });

  test("finds the other answer among many events", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    for (let count = 0; count < 250; count++) app.add("run.data", {});
    app.take(no, "elsewhere");
    for (let count = 0; count < 450; count++) app.add("run.data", {});
    expect(await service.send(ref, yes)).toMatchObject({ kind: "answered", by: "elsewhere" });
  });

  test.each<[string, (app: FakeApp) => void, object]>([
    ["canceled", (app) => app.cancel(), { why: "canceled", at: Date.parse("2026-06-10T09:20:00Z") }],
    ["over", (app) => Object.assign(app.run, { status: "completed", input_requests: [] }), { why: "ended" }],
    ["past the question", (app) => void app.run.input_requests.shift(), { why: "withdrawn" }],
  ])("says that the run is %s", async (_how, change, gone) => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    change(app);
    expect(await service.send(ref, yes)).toMatchObject({ kind: "gone", ...gone });
    expect(service.draft(ref)).toEqual(draft);
  });

  test("is found out about without sending anything", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    app.cancel();
    expect(await service.check(ref)).toMatchObject({ kind: "gone", why: "canceled" });
    expect(service.state(ref)).toMatchObject({ kind: "gone", why: "canceled" });
  });
});

describe("an answer that failed", () => {
  test("can be sent again, and its draft is kept until it arrives", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    app.way = "broken";
    app.unreachable = true;
    expect(await service.send(ref, yes)).toMatchObject({ kind: "failed", unknown: false });
    expect(service.state(ref)).toMatchObject({ kind: "failed", error: { kind: "network" } });
    expect(service.draft(ref)).toEqual(draft);
    app.way = "open";
    app.unreachable = false;
    expect(await service.send(ref, yes)).toMatchObject({ kind: "answered", by: "here" });
    expect(app.received).toHaveLength(1);
  });

  test("is looked up when nobody heard whether it arrived: it did", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    app.way = "lost-after";
    expect(await service.send(ref, yes)).toEqual({ kind: "answered", by: "here", at: answeredAt });
    expect(service.draft(ref)).toBeUndefined();
    expect(service.records("app", "run")).toMatchObject([{ answer: yes, certain: true }]);
  });

  test("is looked up when nobody heard whether it arrived: it did not", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    app.way = "lost-before";
    expect(await service.send(ref, yes)).toMatchObject({
      kind: "failed",
      unknown: false,
      error: { outcomeUnknown: true },
    });
    expect(service.draft(ref)).toEqual(draft);
  });

  test("is known as one's own when it had arrived after all", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    app.way = "lost-after";
    app.unreachable = true;
    expect(await service.send(ref, yes)).toMatchObject({ kind: "failed", unknown: true });
    expect(service.draft(ref)).toEqual(draft);
    app.way = "open";
    app.unreachable = false;
    expect(await service.send(ref, yes)).toMatchObject({ kind: "answered", by: "here" });
    expect(app.received).toHaveLength(1);
    expect(service.draft(ref)).toBeUndefined();
  });

  test("is known as one's own by the next window, too", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    const { service, shared } = await serviceFor(app, { disk });
    service.setDraft(ref, draft);
    app.way = "lost-after";
    app.unreachable = true;
    await service.send(ref, yes);
    service.dispose();
    await shared.folder.settled();
    app.unreachable = false;
    const { service: next } = await serviceFor(app, { disk });
    expect(next.state(ref)).toEqual({ kind: "open" });
    expect(next.draft(ref)).toEqual(draft);
    expect(await next.check(ref)).toMatchObject({ kind: "answered", by: "here" });
  });

  test("says what the app did not like", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    const wrong: InputAnswer = { ...yes, request_id: "other" };
    expect(await service.send(ref, wrong)).toMatchObject({
      kind: "failed",
      unknown: false,
      error: { kind: "invalid" },
    });
    expect(service.records("app", "run")).toEqual([]);
  });
});

describe("the record of an answer", () => {
  test("is on the disk before the answer leaves", async () => {
    const disk = new MemoryDisk();
    const app = waiting();
    const { service } = await serviceFor(app, { disk });
    let isRecorded: unknown;
    app.pause = async () => {
      app.pause = async () => undefined;
      isRecorded = (await openShared(disk)).records.entries().map(([, { answer, certain }]) => [answer, certain]);
    };
    await service.send(ref, yes);
    expect(isRecorded).toEqual([[yes, false]]);
  });

  test("can't be written: nothing is sent, the reason is told, and it can be sent later", async () => {
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
  test("that send at the same time send one answer, and both know of it", async () => {
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

test("forgets what belongs to a connection that was removed", async () => {
  const { service } = await serviceFor(waiting());
  const other = { ...ref, connectionId: "other" };
  await service.send({ ...ref }, yes);
  service.setDraft({ ...ref, requestId: "r2" }, { feedback: "Hm" });
  service.setDraft(other, draft);
  service.forget("app");
  expect(service.records("app", "run")).toEqual([]);
  expect(service.drafts("app", "run")).toEqual([]);
  expect(service.draft(other)).toEqual(draft);
});
