import { describe, expect, test } from "vitest";
import type { InputAnswer } from "../../../../src/api/contract.ts";
import { MemoryDisk } from "../../../support/state/memoryDisk.ts";
import { ref, yes, draft, answeredAt, serviceFor, waiting } from "./support/answering.ts";

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
