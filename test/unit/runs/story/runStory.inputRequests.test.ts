import { describe, expect, test } from "vitest";
import { stepsOf } from "./support/storyEvents.ts";

describe("input requests", () => {
  const approval: [string, unknown] = [
    "approval_request.created",
    { id: "r1", prompt: "Approve?", params: { amount: 620 } },
  ];
  const feedback: [string, unknown] = ["agent.human_feedback.requested", { id: "r2", prompt: "Tone?" }];

  test("are pending until their own answer", () => {
    const steps = stepsOf(approval, feedback, ["run.human_feedback.received", { request_id: "r1", approved: true }]);
    expect(steps).toMatchObject([
      { kind: "request", request: "approval", prompt: "Approve?", pending: false, data: { params: { amount: 620 } } },
      { kind: "request", request: "feedback", prompt: "Tone?", pending: true },
      { kind: "answer", prompt: "Approve?", data: { approved: true } },
    ]);
  });

  describe.each([
    ["run.approval_request.confirmed", true],
    ["run.approval_request.rejected", false],
  ])("%s", (type, approved) => {
    test.each<[string, unknown]>([
      ["the id of its request", { id: "r1" }],
      ["another decision in its payload", { request_id: "r1", approved: !approved }],
      ["no id", { feedback: "x" }],
      ["null", null],
    ])("with %s settles the approval", (_what, data) => {
      const steps = stepsOf(["run.started", { id: "run-1" }], approval, feedback, [type, data]);
      expect(steps.slice(1)).toMatchObject([
        { kind: "request", request: "approval", pending: false },
        { kind: "request", request: "feedback", pending: true },
        { kind: "answer", prompt: "Approve?", waited: 200, data: { approved } },
      ]);
    });

    test.each<[string, unknown, [string, unknown][]]>([
      ["names none of two approvals", {}, [approval, ["approval_request.created", { id: "r3", prompt: "And this?" }]]],
      ["names none, while only a question is open", {}, [feedback]],
    ])("that %s settles none", (_what, data, asked) => {
      const steps = stepsOf(...asked, [type, data]);
      expect(steps.map((step) => step.kind === "request" && step.pending)).toEqual([...asked.map(() => true), false]);
      expect(steps.at(-1)).toMatchObject({ kind: "answer", prompt: undefined, data: { approved } });
    });

    test.each<[string, unknown]>([
      ["by id", { id: "r1" }],
      ["without an id", null],
    ])("and the answer itself are one step, %s, with the decision", (_what, data) => {
      const answer: [string, unknown] = [
        "run.human_feedback.received",
        { request_id: "r1", approved: !approved, feedback: "x" },
      ];
      const other: [string, unknown] = ["approval_request.created", { id: "r3", prompt: "And this?" }];
      const decision: [string, unknown] = [type, data];
      const orders = [
        [answer, decision],
        [decision, answer],
      ];
      for (const told of orders) {
        const steps = stepsOf(approval, ...told);
        expect(steps).toMatchObject([{ kind: "request" }, { kind: "answer", data: { approved, feedback: "x" } }]);
      }
      // The decision about the answered approval isn't one about the next.
      const same: [string, unknown] = ["run.human_feedback.received", { request_id: "r1", approved, feedback: "x" }];
      for (const told of data === null ? [same] : [same, answer])
        expect(stepsOf(approval, told, other, decision)).toMatchObject([
          { kind: "request", pending: false },
          { kind: "answer", data: { approved, feedback: "x" } },
          { kind: "request", pending: true },
        ]);
    });
  });

  test("under one id are one after the other, each with its own answer", () => {
    const again: [string, unknown] = ["approval_request.created", { id: "r1", prompt: "And again?" }];
    const yes: [string, unknown] = ["run.approval_request.confirmed", { id: "r1" }];
    const no: [string, unknown] = ["run.human_feedback.received", { request_id: "r1", approved: false }];
    expect(stepsOf(approval, yes, again, no, approval)).toMatchObject([
      { kind: "request", prompt: "Approve?", pending: false, asked: 1 },
      {
        kind: "answer",
        prompt: "Approve?",
        data: { approved: true },
        answered: { requestId: "r1", since: 1, until: 1 },
      },
      { kind: "request", prompt: "And again?", pending: false, asked: 3 },
      { kind: "answer", prompt: "And again?", data: { approved: false }, answered: { since: 3, until: 3 } },
      { kind: "request", prompt: "Approve?", pending: true, asked: 5 },
    ]);
  });

  test("are not pending after the end", () => {
    expect(stepsOf(approval, ["run.canceled", {}])).toMatchObject([{ pending: false }, { kind: "canceled" }]);
  });
});

describe("a question in the run's events and in the node's stream", () => {
  const source = { id: "node-ask", name: "ask", group: "tools", type: "dynamiq.nodes.tools.HumanFeedbackTool" };
  const streamed = (data: unknown, event = "streaming"): [string, unknown] => [
    "run.data",
    { run_id: null, wf_run_id: "w", entity_id: "node-ask", event, source, data },
  ];
  const node = streamed({ prompt: "Which one?", action: "ask", is_browser_takeover: true, questions: null });
  const api = (id = "q1"): [string, unknown] => ["agent.human_feedback.requested", { id, prompt: "Which one?\n" }];
  const received = (id: string): [string, unknown] => [
    "run.human_feedback.received",
    { request_id: id, feedback: "This" },
  ];

  test.each([
    ["the node first", [node, api()]],
    ["the event first", [api(), node]],
  ])("is one, %s", (_what, told) => {
    const steps = stepsOf(...told, received("q1"));
    expect(steps.map(({ kind }) => kind)).toEqual(["request", "answer"]);
    expect(steps[0]).toMatchObject({
      pending: false,
      speaker: { name: "ask" },
      data: { id: "q1", is_browser_takeover: true },
    });
    expect(steps[1]).toMatchObject({ waited: expect.any(Number) as number, asked: { id: "q1" } });
  });

  test("is asked twice when both report it twice, side by side or one after the other", () => {
    const kinds = (...told: [string, unknown?][]) => stepsOf(...told).map(({ kind }) => kind);
    expect(kinds(node, node, api(), api("q2"))).toEqual(["request", "request"]);
    expect(kinds(node, api(), received("q1"), node, api("q2"))).toEqual(["request", "answer", "request"]);
    expect(kinds(node, api(), api())).toEqual(["request"]);
    expect(kinds(api(), api("q2"))).toEqual(["request", "request"]);
  });

  test("is one, also as a notice", () => {
    const notice: [string, unknown] = ["agent.human_feedback.requested", { id: "n", prompt: "Done.", action: "info" }];
    const own = streamed({ prompt: "Done.", action: "info" });
    expect([stepsOf(notice, own), stepsOf(own, notice)]).toMatchObject([[{ kind: "notice" }], [{ kind: "notice" }]]);
  });
});
