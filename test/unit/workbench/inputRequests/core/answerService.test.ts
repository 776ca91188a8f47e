import { describe, expect, test } from "vitest";
import { refKey } from "#workbench/inputRequests/core/answerTypes.ts";
import { eventually } from "../../../../support/eventually.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { openShared } from "../../../../support/state/windows.ts";
import { answeredAt, draft, no, ref, serviceFor, waiting, yes } from "./support/answering.ts";
import { FakeApp, type Way } from "./support/fakeApp.ts";

describe("an answer that arrives", () => {
  test("is sent once, and its draft is removed", async () => {
    const app = waiting();
    const { service, read, changes } = await serviceFor(app);
    service.setDraft(ref, draft);
    expect(await service.send(ref, yes)).toEqual({ kind: "answered", by: "here", at: 1_000 });
    expect(app.received).toEqual([{ answer: yes, from: "here" }]);
    expect(service.state(ref)).toEqual({ kind: "answered", by: "here", at: 1_000 });
    expect(service.draft(ref)).toBeUndefined();
    await eventually(() => expect(read.at(-1)?.input_requests).toEqual([{ id: "r2" }]));
    expect(changes.map(({ draftBy }) => draftBy)).toEqual(["somebody", undefined, undefined]);
  });

  test.each([
    ["a person in this window", false, 1],
    ["an agent or a test", true, 0],
  ])("of %s is one that a person has given, or not", async (_who, isConfirmed, count) => {
    const { service } = await serviceFor(waiting());
    const given: unknown[] = [];
    service.onDidGive((answered) => given.push(answered));
    await service.send(ref, yes, isConfirmed);
    expect(given).toHaveLength(count);
  });

  test("waits for the confirmation, and may be kept", async () => {
    const app = waiting();
    const { service } = await serviceFor(app, { confirm: async () => false });
    const given: unknown[] = [];
    service.onDidGive((answered) => given.push(answered));
    service.setDraft(ref, draft);
    expect(await service.send(ref, yes)).toEqual({ kind: "open" });
    expect(given).toEqual([]);
    expect(app.received).toEqual([]);
    expect(service.draft(ref)).toEqual(draft);
  });
});

describe("an answer that came too late", () => {
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
});

test("removes the drafts and records of a removed connection", async () => {
  const { service } = await serviceFor(waiting());
  const other = { ...ref, connectionId: "other" };
  await service.send({ ...ref }, yes);
  service.setDraft({ ...ref, requestId: "r2" }, { feedback: "Hm" });
  service.setDraft(other, draft);
  service.forget("app");
  expect(service.record(ref)).toBeUndefined();
  expect(service.drafts("app", "run")).toEqual([]);
  expect(service.draft(other)).toEqual(draft);
});

describe("an approval of which the run says the other decision", () => {
  test.each([
    [yes, false],
    [no, true],
  ])("is told once, also after a reload and in another window", async (answer, otherwise) => {
    const disk = new MemoryDisk();
    const app = waiting();
    app.decidesOtherwise = true;
    const { service, shared } = await serviceFor(app, { disk });
    const { service: other, shared: there } = await serviceFor(app, { disk });
    const told: boolean[] = [];
    for (const each of [service, other])
      each.onDidHearOtherwise(({ otherwise: said }) => said !== undefined && told.push(said));
    expect(await service.send(ref, answer)).toMatchObject({ kind: "answered", by: "here" });
    const state = { kind: "answered", by: "here", at: 1_000, otherwise };
    await eventually(() => expect(service.state(ref)).toEqual(state));
    await shared.folder.settled();
    await there.folder.refresh();
    expect(other.state(ref)).toEqual(state);
    // Both panels show the event in their story.
    for (const each of [service, other, service]) each.hear(ref, app.events.at(-1)?.data, 1);
    await shared.folder.settled();
    const { service: next } = await serviceFor(app, { disk });
    next.onDidHearOtherwise(() => told.push(otherwise));
    next.hear(ref, { approved: otherwise }, 1);
    await shared.folder.settled();
    expect(next.state(ref)).toEqual(state);
    expect(told).toEqual([otherwise]);
  });

  test("is told when the event comes late, and one that says the same never", async () => {
    const app = waiting();
    app.decidesOtherwise = app.isLate = true;
    const { service } = await serviceFor(app, { comparedAfter: [0, 20, 20, 20, 20, 20, 20, 20, 20] });
    await service.send(ref, yes);
    expect(service.state(ref)).toEqual({ kind: "answered", by: "here", at: 1_000 });
    app.report(yes);
    await eventually(() => expect(service.state(ref)).toMatchObject({ otherwise: false }));

    const same = waiting();
    const { service: calm, shared: calmState } = await serviceFor(same, { comparedAfter: [0] });
    const told: unknown[] = [];
    calm.onDidHearOtherwise((record) => told.push(record));
    await calm.send(ref, yes);
    same.add("run.approval_request.confirmed", { request_id: ref.requestId });
    calm.hear(ref, { approved: true }, 1);
    await eventually(() => expect(same.eventReads).toBe(1));
    await calmState.folder.settled();
    expect([told, calm.state(ref)]).toEqual([[], { kind: "answered", by: "here", at: 1_000 }]);
  });
});

describe("an answer that failed", () => {
  test.each<[way: Way, unreachable: boolean, outcome: object]>([
    ["broken", true, { kind: "failed", unknown: false, error: { kind: "network" } }],
    ["lost-after", false, { kind: "answered", by: "here", at: answeredAt }],
    ["lost-before", false, { kind: "failed", unknown: false, error: { outcomeUnknown: true } }],
    ["lost-after", true, { kind: "failed", unknown: true }],
  ])("(%s, unreachable %s) is looked up, keeps its draft, and can be sent again", async (way, unreachable, now) => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    Object.assign(app, { way, unreachable });
    const outcome = await service.send(ref, yes);
    expect([outcome, service.state(ref)]).toMatchObject([now, now]);
    expect(service.draft(ref)).toEqual(outcome.kind === "answered" ? undefined : draft);
    Object.assign(app, { way: "open", unreachable: false });
    expect(await service.send(ref, yes)).toMatchObject({ kind: "answered", by: "here" });
    expect([app.received.length, service.draft(ref)]).toEqual([1, undefined]);
    expect(service.record(ref)).toMatchObject({ answer: yes, certain: true });
  });
});

test("an approval stays open while a decision without an id may be one about another approval", async () => {
  const app = new FakeApp();
  for (const id of ["r1", "r3"]) app.ask({ id, type: "approval_request", prompt: "Refund?" });
  app.reports = "decision";
  const { service } = await serviceFor(app);
  app.take({ ...no, request_id: "r3" }, "elsewhere");
  expect(await service.check(ref)).toEqual({ kind: "open" });
});

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
