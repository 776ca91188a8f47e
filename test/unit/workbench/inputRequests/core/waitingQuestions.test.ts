import { describe, expect, test } from "vitest";
import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { ShownNotifications } from "#features/notifications/core/shownNotifications.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { questionId, WaitingQuestions } from "#workbench/inputRequests/core/waitingQuestions.ts";
import { eventually } from "../../../../support/eventually.ts";
import { MemoryDisk } from "../../../../support/state/memoryDisk.ts";
import { draft, no, ref, serviceFor, yes } from "./support/answering.ts";
import { FakeApp } from "./support/fakeApp.ts";

/** All questions of a node in a run have the same id, and may have the same words. */
const question: InputRequest = {
  id: "r1",
  type: "approval_request",
  prompt: "Refund the next parcel?",
  params: { amount: 620 },
  editable_params: ["amount"],
};
const third: InputRequest = { ...question, prompt: "Refund the last parcel?" };

function asking(): FakeApp {
  const app = new FakeApp();
  app.add("run.started", { id: "run" });
  app.ask(question);
  return app;
}
const here = { kind: "answered", by: "here" };

/** The run as a list has it that is late. */
const late = (app: FakeApp) => ({ ...app.run, status: "awaiting_input", input_requests: [question] });
const sent = (app: FakeApp): InputAnswer[] => app.received.map(({ answer }) => answer);

describe("three questions under one id", () => {
  test.each(["answer", "decision"] as const)(
    "are answered in order, each once, with a reload (%s)",
    async (reports) => {
      const disk = new MemoryDisk();
      const app = asking();
      app.reports = reports;
      const first = await serviceFor(app, { disk });
      const send = (service: typeof first.service, answer: InputAnswer) =>
        service.locate(ref).then((at) => service.send(at, answer, true));

      expect(await send(first.service, yes)).toMatchObject(here);
      // Nothing has asked again: a list that is late doesn't reopen it.
      expect(await send(first.service, no)).toMatchObject({ kind: "answered" });
      app.ask(question);
      expect(await send(first.service, no)).toMatchObject(here);
      expect(await send(first.service, yes)).toMatchObject({ kind: "answered" });
      await first.service.flush();
      await first.shared.folder.settled();

      const { service } = await serviceFor(app, { disk });
      // Nothing was read yet, and nothing is open again.
      expect(service.state(ref)).toMatchObject(here);
      expect(await send(service, yes)).toMatchObject({ kind: "answered" });
      expect(sent(app)).toEqual([yes, no]);
      app.ask(third);
      expect(await send(service, yes)).toMatchObject(here);
      expect(sent(app)).toEqual([yes, no, yes]);
      const records = [yes, no, yes].map((answer, at) => ({ asked: 2 * at + 2, answer, certain: true }));
      expect([2, 4, 6].map((asked) => service.record({ ...ref, asked }))).toMatchObject(records);
      for (const asked of [2, 4, 6]) expect(service.state({ ...ref, asked }).kind).toBe("answered");
    },
  );

  test("don't share a draft, a failure or an answer that comes late", async () => {
    const app = asking();
    const { service } = await serviceFor(app);
    const first = await service.locate(ref);
    service.setDraft(first, draft);
    app.way = "broken";
    expect(await service.send(first, yes)).toMatchObject({ kind: "failed" });
    app.way = "open";
    app.take(no, "elsewhere");
    app.ask(question);
    // The person saw the first question.
    const at = expect.any(Number) as number;
    expect(await service.send(first, yes)).toMatchObject({ kind: "answered", by: "elsewhere", at });
    expect(sent(app)).toEqual([no]);
    const second = service.known(ref);
    expect(second).toEqual({ ...ref, asked: 4 });
    expect([service.state(second), service.draft(second)]).toEqual([{ kind: "open" }, undefined]);
    expect(service.draft(first)).toEqual(draft);
  });

  test("a lost answer to the first is none to the second, which may have the same words", async () => {
    const app = asking();
    const { service } = await serviceFor(app);
    const first = await service.locate(ref);
    app.way = "lost-after";
    const before = { ...app.api };
    // The run asks again before anybody can look.
    app.api.getRun = async (...args) => {
      if (app.run.input_requests.length === 0) app.ask(question);
      return await before.getRun(...args);
    };
    expect(await service.send(first, yes)).toMatchObject(here);
    app.way = "open";
    expect(await service.send(first, yes)).toMatchObject(here);
    expect(sent(app)).toEqual([yes]);
    expect(service.state(ref)).toEqual({ kind: "answered", by: "here", at: expect.any(Number) as number });
    expect(service.state(await service.locate(ref))).toEqual({ kind: "open" });
  });

  test("are each shown once, in order, with a reload, and a late list shows none again", async () => {
    const disk = new MemoryDisk();
    const app = asking();
    const open = async () => {
      const { service, shared } = await serviceFor(app, { disk });
      const shown = new ShownNotifications(shared.shown);
      const questions = new WaitingQuestions(service);
      /** What is to be shown for the run as a list has it. */
      const look = (run = structuredClone(app.run)): { id: string; prompt: string | null | undefined }[] => {
        const pending = pendingInputRequests(run).map((request) => ({ connectionId: "app", run, request }));
        const waiting = questions.open(pending);
        const fresh = shown.fresh("app", "https://app.example.com", waiting.map(questionId), false);
        return waiting
          .map((each) => ({ id: questionId(each), prompt: each.request.prompt }))
          .filter(({ id }) => fresh.includes(id));
      };
      const claim = (id: string) => shown.claim("app", "https://app.example.com", [id]);
      return { service, shared, look, claim };
    };
    let window = await open();
    expect(window.look()).toEqual([{ id: "r1", prompt: question.prompt }]);
    expect(await window.claim("r1")).toEqual(["r1"]);
    await window.service.send(await window.service.locate(ref), yes);
    expect(window.look(late(app))).toEqual([]);
    app.ask(question);
    expect(window.look()).toEqual([]);
    await eventually(() => expect(window.look()).toEqual([{ id: "r1 4", prompt: question.prompt }]));
    expect(await window.claim("r1 4")).toEqual(["r1 4"]);
    expect(window.look()).toEqual([]);
    await window.service.send(await window.service.locate(ref), no);
    await window.shared.folder.settled();

    window = await open();
    expect(window.look(late(app))).toEqual([]);
    app.ask(third);
    // The list still has the words of the question before.
    await eventually(() => expect(window.look(late(app))).toEqual([{ id: "r1 6", prompt: third.prompt }]));
    expect(await window.claim("r1 6")).toEqual(["r1 6"]);
    expect(window.look()).toEqual([]);
  });
});
