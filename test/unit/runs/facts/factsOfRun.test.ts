import { describe, expect, test } from "vitest";
import type { RunEvent } from "#api/schemas.ts";
import { failureFacts, factsOfRun } from "#runs/facts/factsOfRun.ts";
import { beganAt, runFactsSchema, workedFor } from "#runs/facts/runFacts.ts";
import { RunStory } from "#runs/story/runStory.ts";

const second = 1000;
const start = Date.parse("2026-11-24T09:00:00Z");

const failedRun = {
  id: "run-1",
  status: "failed",
  created_at: "2026-11-24T08:59:58Z",
  started_at: "2026-11-24T09:00:00Z",
  ended_at: "2026-11-24T09:00:30Z",
  input: { ticket: "Charged twice" },
  user_id: "customer-7421",
  session_id: "s-1",
  error: { type: "NodeException", message: "Flow failed", failed_nodes: [{ name: "crm", error_message: "401" }] },
};

function event(sequence: number, at: number, type: string, data: unknown): RunEvent {
  return { sequence, type, data, timestamp: new Date(start + at).toISOString() };
}

const call = (id: string, name: string) => ({ id, tool: { name, type: "function" } });

function storyOf(events: RunEvent[]): RunStory {
  const story = new RunStory();
  story.apply(events);
  return story;
}

describe("the facts of a run", () => {
  test("without its events are those of the run alone", () => {
    const facts = factsOfRun(failedRun);
    expect(facts).toMatchObject({
      createdAt: start - 2 * second,
      startedAt: start,
      endedAt: start + 30 * second,
      user: "customer-7421",
      session: "s-1",
      title: "Charged twice",
      hasEvents: false,
      error: { type: "NodeException", message: "401", place: "crm" },
    });
    expect(runFactsSchema.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
    expect(runFactsSchema.parse({ id: "a", status: "created" })).toMatchObject({ tools: [], waits: [], unanswered: 0 });
  });

  test("count a call whose result a hook blocked, and none that was blocked or declined before", () => {
    const ended = (sequence: number, name: string, more: object) =>
      event(sequence, 0, "agent.tool_call.completed", { ...call(name, name), ...more });
    const blocked = { status: "skip", output: { blocked: true, blocked_by: "policy" } };
    const { steps } = storyOf([
      ended(1, "stopped", { ...blocked, result: "Only managers may pay." }),
      ended(2, "declined", { ...blocked, result: "The call was declined by a human: no" }),
      ended(3, "agent", { ...blocked, status: "success", result: "The answer of a blocked agent" }),
    ]);
    expect(factsOfRun(failedRun, { steps }).tools.map(({ name }) => name)).toEqual(["agent"]);
  });

  test("count the calls of each tool, with their durations, and the waits for a person", () => {
    const { steps } = storyOf([
      event(1, 0, "run.started", {}),
      event(2, 0, "agent.tool_call.started", call("a", "search")),
      event(3, 2 * second, "agent.tool_call.completed", { ...call("a", "search"), result: "ok" }),
      event(4, 2 * second, "agent.tool_call.started", call("b", "search")),
      event(5, 3 * second, "agent.tool_call.completed", { ...call("b", "search"), error: "no" }),
      event(6, 4 * second, "approval_request.created", { id: "r", prompt: "Refund?" }),
      event(7, 14 * second, "run.human_feedback.received", { request_id: "r", approved: true }),
      event(8, 15 * second, "approval_request.created", { id: "q", prompt: "Again?" }),
    ]);
    const facts = factsOfRun({ ...failedRun, error: "No" }, { steps });
    expect(facts).toMatchObject({
      tools: [{ name: "search", calls: 2, failed: 1, unfinished: 0, durations: [2 * second, second] }],
      waits: [10 * second],
      unanswered: 1,
      hasEvents: true,
      error: { message: "No" },
    });
    expect(workedFor(facts)).toBe(20 * second);
    expect(beganAt({ createdAt: 1 })).toBe(1);
  });
});

test("two waits at the same time are one, and where the steps aren't known the whole time counts", () => {
  const { steps } = storyOf([
    event(1, 0, "run.started", {}),
    event(2, 5 * second, "approval_request.created", { id: "a", prompt: "Refund?" }),
    event(3, 5 * second, "approval_request.created", { id: "b", prompt: "Tell the customer?" }),
    event(4, 20 * second, "run.human_feedback.received", { request_id: "a", approved: true }),
    event(5, 25 * second, "run.human_feedback.received", { request_id: "b", approved: true }),
  ]);
  const facts = factsOfRun(failedRun, { steps });
  expect([facts.waits, facts.waited]).toEqual([[15 * second, 20 * second], 20 * second]);
  expect(workedFor(facts)).toBe(10 * second);
  expect(workedFor(factsOfRun(failedRun))).toBe(30 * second);
});

test("mocked calls and nodes are counted apart from tools and nodes", () => {
  const { steps } = storyOf([
    event(1, 0, "agent.tool_call.started", call("a", "pay")),
    event(2, second, "agent.tool_call.completed", { ...call("a", "pay"), error: "[MOCKED] No" }),
    event(3, second, "agent.tool_call.started", call("b", "search")),
    event(4, second, "agent.tool_call.completed", { ...call("b", "search"), result: "ok" }),
  ]);
  const nodes = [
    { node: "n1", name: "Pay", status: "success", mocked: true },
    { node: "n2", name: "Write", status: "success" },
  ] as const;
  const end = { id: "9", sequence: 9, kind: "workflow", outcome: "completed", nodes } as const;
  const facts = factsOfRun({ ...failedRun, status: "completed" }, { steps: [...steps, end] });
  expect(facts.tools.map(({ name, failed }) => [name, failed])).toEqual([["search", 0]]);
  expect(facts.nodes).toEqual([{ name: "Write", status: "success" }]);
  expect([facts.mocked, facts.mockedCalls]).toEqual([2, 1]);
  expect(facts.mockedNames).toEqual({ tools: ["pay"], nodes: ["Pay"] });
  expect(runFactsSchema.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts);
});

test("a mocked failure says so, unless another node failed by itself", () => {
  const made = { name: "pay", error_message: "[MOCKED] Declined" };
  expect(failureFacts({ message: "Flow failed", failed_nodes: [made] })).toMatchObject({ place: "pay", mocked: true });
  expect(failureFacts("[MOCKED] Declined")).toMatchObject({ mocked: true });
  const both = { message: "Flow failed", failed_nodes: [made, { name: "crm", error_message: "401" }] };
  expect(failureFacts(both)).toEqual({ message: "401", place: "crm" });
});

test("a local run has the tokens and the cost of its models, and one without a model call has none", () => {
  const trace = { nodes: 2, model_calls: 1, total_tokens: 150, cost_usd: 0.000036, unpriced: [], title: "Who is Ann?" };
  const run = { id: "a", status: "completed" };
  const facts = factsOfRun({ ...run, trace });
  expect(facts).toMatchObject({
    title: "Who is Ann?",
    models: { calls: 1, tokens: 150, cost: 0.000036, unpriced: [] },
  });
  expect(factsOfRun({ ...run, trace: { ...trace, model_calls: 0 } }).models).toBeUndefined();
});
