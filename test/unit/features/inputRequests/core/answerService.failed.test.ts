import { describe, expect, test } from "vitest";
import { answeredAt, draft, no, ref, serviceFor, waiting, yes } from "./support/answering.ts";
import { FakeApp, type Way } from "./support/fakeApp.ts";

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
    expect(service.records("app", "run")).toMatchObject([{ answer: yes, certain: true }]);
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
