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

  test("that are reported twice are one", () => {
    expect(stepsOf(approval, approval)).toMatchObject([{ kind: "request", sequence: 1, pending: true }]);
  });

  test("are not pending after the end", () => {
    expect(stepsOf(approval, ["run.canceled", {}])).toMatchObject([{ pending: false }, { kind: "canceled" }]);
  });

  test("an answer to an unknown input request is a step of its own", () => {
    expect(stepsOf(approval, ["run.human_feedback.received", { request_id: "r7", feedback: "x" }])).toMatchObject([
      { pending: true },
      { kind: "answer", prompt: undefined },
    ]);
  });

  test("with action info are notices", () => {
    expect(stepsOf(["agent.human_feedback.requested", { id: "n", prompt: "FYI", action: "info" }])).toMatchObject([
      { kind: "notice", text: "FYI" },
    ]);
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

  test("is another one with another prompt, or of another kind", () => {
    const approval = streamed({ template: "Which one?", data: {}, mutable_data_params: [] }, "approval");
    expect(stepsOf(api(), approval)).toHaveLength(2);
    expect(stepsOf(approval, ["approval_request.created", { id: "a", prompt: "Which one?" }])).toMatchObject([
      { request: "approval", data: { id: "a", editable_params: [] } },
    ]);
    expect(stepsOf(["agent.human_feedback.requested", { id: "q", prompt: "Which?" }], node)).toHaveLength(2);
  });

  test("or a notice", () => {
    const notice: [string, unknown] = ["agent.human_feedback.requested", { id: "n", prompt: "Done.", action: "info" }];
    const own = streamed({ prompt: "Done.", action: "info" });
    expect(stepsOf(notice, own)).toMatchObject([{ kind: "notice", text: "Done." }]);
    expect(stepsOf(own, notice, notice)).toHaveLength(2);
  });
});
