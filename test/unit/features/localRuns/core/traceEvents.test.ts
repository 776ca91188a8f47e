import { describe, expect, test } from "vitest";
import { rootsOf } from "#features/localRuns/core/trace.ts";
import { toEvents } from "#features/localRuns/core/traceEvents.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import { answering, calling, TraceBuilder } from "../../../../support/localRuns/traceBuilder.ts";

function storyOf({ runs }: TraceBuilder): readonly StoryStep[] {
  const story = new RunStory();
  story.apply(toEvents(rootsOf(runs)[0]!, runs));
  return story.steps;
}

function lineOf(step: StoryStep): string {
  const { kind, iteration, speaker } = step;
  const by = `${speaker?.name ?? ""}${iteration === undefined ? "" : ` ${iteration}`}`;
  const said =
    step.kind === "tool"
      ? `${step.name} ${step.state}${step.blocked ? ` by ${step.blocked.by}` : ""}`
      : "growing" in step
        ? `${step.object}: ${step.text}`
        : step.kind === "model"
          ? step.state
          : step.kind === "hook"
            ? `${step.decision.decision} by ${step.decision.by}`
            : step.kind === "blocked"
              ? step.blocked.by
              : "";
  return [by, kind, said].filter((part) => part !== "").join(" · ");
}

const linesOf = (trace: TraceBuilder): string[] => storyOf(trace).map(lineOf);

/** An agent that looks somebody up and answers. */
function lookUp(trace: TraceBuilder, agent: string, from: number): void {
  trace.model(agent, {
    at: [from, from + 1.5],
    output: calling(["crm-lookup", { thought: "Look.", customer: "Ann" }]),
  });
  trace.tool(agent, "crm lookup", {
    at: [from + 2, from + 2.25],
    input: { customer: "Ann" },
    output: { content: "plan pro", raw: { note: "" } },
  });
  trace.model(agent, { at: [from + 3, from + 4], output: answering("Pro.") });
}

function simple(status = "succeeded"): TraceBuilder {
  const trace = new TraceBuilder();
  const output = { "node-Support agent": { status: "success", output: { content: "Pro." } } };
  const flow = trace.workflow({ at: [0, 20], status, output, input: { input: "Who is Ann?" } });
  lookUp(trace, trace.agent(flow, "Support agent", { at: [1, 19], output: { content: "Pro." } }), 2);
  return trace;
}

test("each call of an agent's model opens an iteration, which has its thought, its calls or its answer", () => {
  expect(linesOf(simple())).toEqual([
    "started",
    "Support agent 1 · model · finished",
    "Support agent 1 · reasoning · reasoning: Look.",
    "Support agent 1 · tool · crm lookup finished",
    "Support agent 2 · model · finished",
    "Support agent 2 · reasoning · reasoning: Done.",
    "Support agent 2 · text · answer: Pro.",
    "workflow",
    "completed",
  ]);
});

test("a call has the values of the SDK's stream, and microseconds", () => {
  const call = storyOf(simple()).find((step) => step.kind === "tool");
  expect(call).toMatchObject({ input: { customer: "Ann" }, result: "plan pro", output: { raw: { note: "" } } });
  expect(call).toMatchObject({ at: 4, duration: 0.25 });
});

test("a model call has its messages, its reply, its tokens and its cost", () => {
  const trace = new TraceBuilder();
  const messages = [{ role: "user", content: "Hi" }];
  trace.model(null, { at: [0, 2], messages, output: { content: "Hello" } });
  expect(storyOf(trace).find((step) => step.kind === "model")).toMatchObject({
    model: "openai/gpt-4o-mini",
    messages,
    output: { content: "Hello" },
    duration: 2,
    usage: { prompt: 120, completion: 30, total: 150, cost: 0.000036 },
  });
  expect(linesOf(trace)).toContain("LLM · text · text: Hello");
});

test("a price that isn't known is no zero", () => {
  const trace = new TraceBuilder();
  trace.model(null, {
    usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6, total_tokens_cost_usd: null },
  });
  const step = storyOf(trace).find((each) => each.kind === "model");
  expect(step?.kind === "model" && step.usage).toEqual({ prompt: 5, completion: 1, total: 6 });
});

test("a failed call says why, one that was retried has its attempts, and a mock and the cache are named", () => {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0, 30] });
  const traceback = "Traceback (most recent call last):\n  …\na.b.ToolError: 401\n";
  trace.tool(flow, "failing", { status: "failed", at: [1, 2], error: { message: "401", traceback } });
  const executions = [
    { start_time: "2026-11-29T19:32:10.003000+00:00", end_time: "2026-11-29T19:32:10.003500+00:00", status: "failed" },
    {
      start_time: "2026-11-29T19:32:10.009000+00:00",
      end_time: "2026-11-29T19:32:10.010000+00:00",
      status: "succeeded",
    },
  ].map((each, at) => ({
    ...each,
    error: at === 0 ? { message: "try 1", traceback: "x\nConnectionError: try 1\n" } : null,
  }));
  trace.tool(flow, "flaky", { at: [3, 10], executions });
  trace.tool(flow, "quick", { at: [11, 12], metadata: { is_mocked: true, is_output_from_cache: true } });
  const [failing, flaky, quick] = storyOf(trace).filter((step) => step.kind === "tool");
  expect(failing).toMatchObject({ state: "failed", result: { type: "ToolError", message: "401" } });
  expect(flaky?.attempts).toEqual([
    { at: 3, until: 3.5, failed: true, error: "ConnectionError: try 1" },
    { at: 9, until: 10, failed: false },
  ]);
  expect(quick).toMatchObject({ mocked: true, cached: true });
});

test("what failed says where in the program, unless it raised nothing", () => {
  const trace = new TraceBuilder();
  const traceback = 'Traceback (most recent call last):\n  File "/w/crm.py", line 4, in look\na.ToolError: 401\n';
  const failed = { status: "failed", error: { message: "401", traceback } } as const;
  const agent = trace.agent(trace.workflow({ at: [0, 30] }), "Agent", { at: [1, 29] });
  trace.model(agent, { at: [2, 3], ...failed, usage: null });
  trace.model(agent, { at: [4, 5], output: calling(["crm", { thought: "Look." }], ["Helper-tool", {}], ["pay", {}]) });
  trace.tool(agent, "crm", { at: [6, 7], ...failed });
  trace.agent(agent, "Helper", { at: [8, 9], ...failed });
  trace.tool(agent, "pay", { at: [10, 11], status: "failed", error: { message: "no", traceback: "NoneType: None\n" } });
  trace.tool(agent, "pay", { at: [12, 13] });
  expect(
    storyOf(trace).flatMap((step) => (step.kind === "tool" || step.kind === "model" ? [step.traceback] : [])),
  ).toEqual([traceback, undefined, traceback, traceback, undefined, undefined]);
});

test("of an endless traceback the end is kept", () => {
  const trace = new TraceBuilder();
  const traceback = `${"x".repeat(300_000)}\na.ToolError: 401\n`;
  trace.tool(trace.workflow(), "crm", { status: "failed", error: { message: "401", traceback } });
  const call = storyOf(trace).find((step) => step.kind === "tool");
  expect(call?.kind === "tool" && call.traceback).toBe(traceback.slice(-200_000));
});

test("a skipped node says which one failed before it", () => {
  const trace = new TraceBuilder();
  const skip = { failed_dependency: { node: { name: "crm lookup" } } };
  trace.tool(trace.workflow(), "pay", { status: "skipped", metadata: { skip }, input: { a: 1 } });
  expect(storyOf(trace).find((step) => step.kind === "tool")).toMatchObject({
    state: "skipped",
    result: "because crm lookup failed",
  });
});

test("an agent that another one calls is inside of its call", () => {
  const trace = new TraceBuilder();
  const manager = trace.agent(trace.workflow({ at: [0, 30] }), "Manager", { at: [1, 29] });
  trace.model(manager, { at: [2, 3], output: calling(["Helper-tool", { thought: "Ask.", input: "Ann?" }]) });
  lookUp(
    trace,
    trace.agent(manager, "Helper", { at: [4, 9], output: { content: "Pro." }, input: { input: "Ann?", files: null } }),
    4,
  );
  trace.model(manager, { at: [10, 11], output: answering("She is on pro.") });
  const steps = storyOf(trace);
  const call = steps.find((step) => step.kind === "tool" && step.name === "Helper tool");
  expect(call).toMatchObject({ state: "finished", iteration: 1, input: { input: "Ann?" }, result: "Pro." });
  expect(steps.filter(({ speaker }) => speaker?.name === "Helper").map(({ speaker }) => speaker?.calledBy)).toEqual(
    Array.from({ length: 6 }, () => call?.id),
  );
});

test("calls that ran at the same time are one bundle, and others aren't", () => {
  const trace = new TraceBuilder();
  const agent = trace.agent(trace.workflow({ at: [0, 30] }), "Agent", { at: [0, 30] });
  const asked = ["a", "b", "c"].map((name): [string, object] => [name, { thought: "All." }]);
  trace.model(agent, { at: [1, 2], output: calling(...asked) });
  trace.tool(agent, "a", { at: [3, 6] });
  trace.tool(agent, "b", { at: [4, 5] });
  trace.tool(agent, "c", { at: [7, 8] });
  const bundles = storyOf(trace).flatMap((step) => (step.kind === "tool" ? [step.bundle] : []));
  expect(bundles[0]).toBeDefined();
  expect(bundles).toEqual([bundles[0], bundles[0], undefined]);
});

test("the items of a Map are its calls, and the agents of a sub-workflow speak for themselves", () => {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0, 40] });
  const map = trace.node(flow, "each customer", "operators", "dynamiq.nodes.operators.Map", { at: [1, 9] });
  for (const from of [2, 4]) trace.tool(map, "crm lookup", { at: [from, from + 1] });
  const sub = trace.node(flow, "Look up", "operators", "dynamiq.nodes.operators.SubWorkflow", { at: [10, 30] });
  const agent = trace.agent(sub, "Inner agent", { at: [11, 29] });
  trace.model(agent, { at: [12, 13], output: answering("Pro.") });
  expect(linesOf(trace).slice(1, 4)).toEqual([
    "each customer · tool · crm lookup finished",
    "each customer · tool · crm lookup finished",
    "Inner agent 1 · model · finished",
  ]);
});

test("nodes that ran at the same time are in the order of their start", () => {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0, 30] });
  trace.tool(flow, "late", { at: [3, 4] });
  trace.model(flow, { at: [2, 9], output: { content: "One." } });
  expect(linesOf(trace).slice(1, 4)).toEqual([
    "LLM · model · finished",
    "late · tool · late finished",
    "LLM · text · text: One.",
  ]);
});

describe("hooks", () => {
  /** An agent whose only asked call never ran. */
  function guarded(
    hooks: readonly object[],
    told: string | undefined,
    answer: object = answering("No."),
  ): TraceBuilder {
    const trace = new TraceBuilder();
    const agent = trace.agent(trace.workflow({ at: [0, 30] }), "Agent", { at: [1, 29], metadata: { hooks } });
    trace.model(agent, { at: [2, 3], output: calling(["pay", { thought: "Pay.", amount: 300 }]) });
    if (told === undefined) return trace;
    const message = { role: "tool", content: told, tool_call_id: "call_0", name: "pay" };
    trace.model(agent, { at: [5, 6], output: answer, messages: [message] });
    return trace;
  }
  const policy = { hook: "refund policy", type: "tool_policy", point: "before_tool", tool: "pay" };

  test("that block a call are its reason, in the words that the model was told", () => {
    const hook = { ...policy, decision: "block", outcome: "observation" };
    const call = storyOf(guarded([hook], "Only managers may pay.")).find((step) => step.kind === "tool");
    expect(call).toMatchObject({
      name: "pay",
      state: "blocked",
      blocked: { by: "refund policy" },
      iteration: 1,
      input: { amount: 300 },
      result: "Only managers may pay.",
    });
  });

  test("whose reason is the answer end the agent at the call", () => {
    const hook = { ...policy, decision: "block", outcome: "answer" };
    const trace = guarded([hook], undefined);
    expect(linesOf(trace)).toContain("Agent 1 · tool · pay blocked by refund policy");
  });

  test("that answer a call, ask a person, fail or change something are told as well", () => {
    const skip = guarded([{ ...policy, hook: "cache", decision: "skip" }], "paid (from the cache)");
    expect(linesOf(skip)).toEqual(
      expect.arrayContaining(["Agent 1 · tool · pay finished", "Agent 1 · hook · skip by cache"]),
    );
    const declined = guarded(
      [{ ...policy, decision: "ask", outcome: "declined" }],
      "The call was declined by a human: no",
    );
    expect(linesOf(declined)).toContain("Agent 1 · tool · pay declined by refund policy");
    const changed = {
      hook: "pii",
      type: "pii",
      point: "on_input",
      decision: "modify",
      before_chars: 19,
      after_chars: 13,
    };
    expect(linesOf(guarded([changed], "x"))[1]).toBe("Agent · hook · modify by pii");
    const failed = { ...policy, decision: "error", error_type: "KeyError", policy: "block" };
    const block = { ...policy, decision: "block", outcome: "observation" };
    expect(linesOf(guarded([failed, block], "No."))).toEqual(
      expect.arrayContaining([
        "Agent 1 · hook · error by refund policy",
        "Agent 1 · tool · pay blocked by refund policy",
      ]),
    );
  });

  test("that block the second call of a tool don't block the first", () => {
    const trace = new TraceBuilder();
    const hooks = [{ ...policy, hook: "one call", tool: "crm lookup", decision: "block", outcome: "observation" }];
    const agent = trace.agent(trace.workflow({ at: [0, 30] }), "Agent", { at: [1, 29], metadata: { hooks } });
    lookUp(trace, agent, 2);
    trace.runs.at(-1)!.output = calling(["crm-lookup", { thought: "Again." }]);
    trace.model(agent, { at: [8, 9], output: answering("Pro."), messages: [{ role: "tool", content: "Only once." }] });
    const states = storyOf(trace).flatMap((step) => (step.kind === "tool" ? [step.state] : []));
    expect(states).toEqual(["finished", "blocked"]);
  });

  test("that keep a result back leave the call as one that ran", () => {
    const trace = new TraceBuilder();
    const hooks = [
      { hook: "no mails", point: "after_tool", decision: "block", tool: "crm lookup", outcome: "observation" },
    ];
    const agent = trace.agent(trace.workflow({ at: [0, 30] }), "Agent", { at: [1, 29], metadata: { hooks } });
    trace.model(agent, { at: [2, 3], output: calling(["crm-lookup", { customer: "Ann" }]) });
    trace.tool(agent, "crm lookup", { at: [4, 5], output: { content: "ann@example.com" } });
    const messages = [
      { role: "assistant", content: "" },
      { role: "tool", content: "Not for you." },
    ];
    trace.model(agent, { at: [6, 7], messages, output: answering("I can't say.") });
    expect(storyOf(trace).find((step) => step.kind === "tool")).toMatchObject({
      state: "blocked",
      blocked: { by: "no mails", ran: true },
      result: "Not for you.",
    });
  });
});

test("a call that the agent couldn't read is discarded, with what the model was told", () => {
  const trace = new TraceBuilder();
  const agent = trace.agent(trace.workflow({ at: [0, 30] }), "Agent", { at: [1, 29] });
  trace.model(agent, { at: [2, 3], output: calling(["crm-lookup", { thought: "Look." }]) });
  trace.model(agent, { at: [4, 5], output: answering("Pro."), messages: [{ role: "user", content: "Invalid JSON" }] });
  expect(storyOf(trace).find((step) => step.kind === "tool")).toMatchObject({
    name: "crm-lookup",
    state: "discarded",
    reason: "Invalid JSON",
  });
});

test("what the model was told in parts is read like a text", () => {
  const trace = new TraceBuilder();
  const agent = trace.agent(trace.workflow({ at: [0, 30] }), "Agent", { at: [1, 29] });
  trace.model(agent, { at: [2, 3], output: calling(["crm-lookup", { thought: "Look." }]) });
  const messages = [{ role: "user", content: [{ type: "text", text: "Observation: Invalid JSON" }] }];
  trace.model(agent, { at: [4, 5], output: answering("Pro."), messages });
  expect(storyOf(trace).find((step) => step.kind === "tool")).toMatchObject({ reason: "Invalid JSON" });
});

test("a canceled run leaves the call that it was about to make unfinished", () => {
  const trace = new TraceBuilder();
  const agent = trace.agent(trace.workflow({ at: [0, 9], status: "canceled" }), "Agent", {
    at: [1, 8],
    status: "canceled",
  });
  trace.model(agent, { at: [2, 3], output: calling(["crm-lookup", { thought: "Look." }]) });
  expect(linesOf(trace).slice(-2)).toEqual(["Agent 1 · tool · crm-lookup unfinished", "canceled"]);
});

test("what still runs is running, and the events so far stay when more comes", () => {
  const trace = new TraceBuilder();
  const agent = trace.agent(trace.workflow({ at: [0], status: null }), "Agent", { at: [1], status: null });
  const model = { at: [2] as const, status: null };
  trace.model(agent, model);
  const before = toEvents(trace.runs[0]!, trace.runs);
  expect(linesOf(trace)).toEqual(["started", "Agent 1 · model · running"]);
  const next = new TraceBuilder();
  const same = next.agent(next.workflow({ at: [0], status: null }), "Agent", { at: [1], status: null });
  next.model(same, { at: [2, 3], output: calling(["crm-lookup", { thought: "Look." }]) });
  next.tool(same, "crm lookup", { at: [4], status: null });
  expect(toEvents(next.runs[0]!, next.runs).slice(0, before.length)).toEqual(before);
  expect(linesOf(next).at(-1)).toBe("Agent 1 · tool · crm lookup running");
});

test("a trace without times is told in its own order", () => {
  const trace = simple();
  for (const run of trace.runs) Object.assign(run, { start_time: undefined, end_time: undefined });
  expect(linesOf(trace)).toEqual(linesOf(simple()));
});

test("10,000 levels are told, however deep they are", () => {
  const trace = new TraceBuilder();
  let parent: string | null = null;
  for (let level = 0; level < 10_000; level++)
    parent = trace.tool(parent, `t${level}`, { at: [level, 20_000 - level] });
  expect(toEvents(trace.runs[0]!, trace.runs).length).toBeGreaterThan(10_000);
});
