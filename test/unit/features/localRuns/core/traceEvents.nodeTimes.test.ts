import { expect, test } from "vitest";
import { rootsOf } from "#features/localRuns/core/trace.ts";
import { toEvents } from "#features/localRuns/core/traceEvents.ts";
import { RunStory } from "#runs/story/runStory.ts";
import type { NodeOutcome } from "#runs/story/storySteps.ts";
import { answering, calling, TraceBuilder } from "../../../../support/localRuns/traceBuilder.ts";

function storyOf({ runs }: TraceBuilder): RunStory {
  const story = new RunStory();
  story.apply(toEvents(rootsOf(runs)[0]!, runs));
  return story;
}

/** The nodes at the end of the workflow. */
const endsOf = (trace: TraceBuilder): readonly NodeOutcome[] =>
  storyOf(trace).steps.flatMap((step) => (step.kind === "workflow" ? step.nodes : []));

const durationsOf = (trace: TraceBuilder): unknown[] => endsOf(trace).map(({ name, duration }) => [name, duration]);

/** What a workflow says of its nodes at its end. */
const outputOf = (...names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [`node-${name}`, { status: "success", output: { said: "Pro." } }]));

test("an agent lasts as its trace says, not from its first call to its last", () => {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0, 20], output: outputOf("Support agent") });
  const agent = trace.agent(flow, "Support agent", { at: [1, 19] });
  trace.model(agent, { at: [2, 3.5], output: calling(["crm-lookup", { customer: "Ann" }]) });
  trace.tool(agent, "crm lookup", { at: [4, 4.25] });
  trace.model(agent, { at: [5, 6], output: answering("Pro.") });
  expect(durationsOf(trace)).toEqual([["Support agent", 18]]);
  expect(storyOf(trace).spans).toEqual([{ key: agent, from: 1, until: 19 }]);
});

test("so does an agent without a call", () => {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0, 9], output: outputOf("Agent") });
  trace.agent(flow, "Agent", { at: [2, 8], status: "failed" });
  expect(durationsOf(trace)).toEqual([["Agent", 6]]);
});

test("so do a Map and a sub-workflow, under their own names and with who spoke inside", () => {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0, 40], output: outputOf("each customer", "Look up") });
  const map = trace.node(flow, "each customer", "operators", "dynamiq.nodes.operators.Map", { at: [1, 9] });
  for (const from of [2, 4]) trace.tool(map, "crm lookup", { at: [from, from + 1] });
  const sub = trace.node(flow, "Look up", "operators", "dynamiq.nodes.operators.SubWorkflow", { at: [10, 30] });
  const agent = trace.agent(sub, "Inner agent", { at: [11, 29] });
  trace.model(agent, { at: [12, 13], output: answering("Pro.") });
  expect(durationsOf(trace)).toEqual([
    ["each customer", 8],
    ["Look up", 20],
  ]);
  expect(endsOf(trace)[1]?.inside?.map(({ name }) => name)).toEqual(["Inner agent"]);
});

test("a node that was skipped has no time, and one that still runs has no end", () => {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0], status: null });
  trace.agent(flow, "Skipped", { at: [1, 1], status: "skipped" });
  const running = trace.agent(flow, "Running", { at: [2], status: null });
  expect(storyOf(trace).spans).toEqual([{ key: running, from: 2 }]);
});
