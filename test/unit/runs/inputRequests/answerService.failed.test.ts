import { describe, expect, test } from "vitest";
import type { InputAnswer } from "../../../../src/api/contract.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { answeredAt, draft, no, ref, serviceFor, waiting, yes } from "./support/answering.ts";
import { FakeApp } from "./support/fakeApp.ts";

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

  test("is looked up when its response is lost: it arrived", async () => {
    const app = waiting();
    const { service } = await serviceFor(app);
    service.setDraft(ref, draft);
    app.way = "lost-after";
    expect(await service.send(ref, yes)).toEqual({ kind: "answered", by: "here", at: answeredAt });
    expect(service.draft(ref)).toBeUndefined();
    expect(service.records("app", "run")).toMatchObject([{ answer: yes, certain: true }]);
  });

  test("is looked up when its response is lost: it did not arrive", async () => {
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

  test("is recognized as one's own when it arrived after all", async () => {
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

  test("is recognized as one's own by the next window, too", async () => {
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

  test("gives the app's reason", async () => {
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

describe("an approval whose answer is reported by the type of an event alone", () => {
  const decided = (): FakeApp => {
    const app = new FakeApp();
    app.ask({ id: "r1", type: "approval_request", prompt: "Refund?" });
    app.ask({ id: "r2", type: "human_feedback_request", prompt: "Tone?" });
    app.reports = "decision";
    return app;
  };

  test("was decided elsewhere, and not withdrawn", async () => {
    const app = decided();
    const { service } = await serviceFor(app);
    app.take(no, "elsewhere");
    expect(await service.check(ref)).toEqual({ kind: "answered", by: "elsewhere", at: answeredAt });
  });

  test("was decided here, if the response is lost and the decision is the same", async () => {
    const app = decided();
    const { service } = await serviceFor(app);
    app.way = "lost-after";
    expect(await service.send(ref, yes)).toEqual({ kind: "answered", by: "here", at: answeredAt });
  });

  test("was decided elsewhere, if the decision is another one", async () => {
    const app = decided();
    const { service } = await serviceFor(app);
    app.way = "lost-before";
    app.unreachable = true;
    expect(await service.send(ref, yes)).toMatchObject({ kind: "failed", unknown: true });
    app.unreachable = false;
    app.take(no, "elsewhere");
    expect(await service.check(ref)).toEqual({ kind: "answered", by: "elsewhere", at: answeredAt });
  });

  test("stays open while the decision may be one about another approval", async () => {
    const app = decided();
    app.ask({ id: "r3", type: "approval_request", prompt: "And this?" });
    const { service } = await serviceFor(app);
    app.take({ ...no, request_id: "r3" }, "elsewhere");
    expect(await service.check(ref)).toEqual({ kind: "open" });
  });
});
