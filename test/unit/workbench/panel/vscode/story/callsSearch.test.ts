import { expect, test } from "vitest";
import type { TraceRun } from "#features/localRuns/core/trace.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { ModelStep } from "#runs/story/storySteps.ts";
import type { FoundCalls } from "#workbench/panel/page/messages.ts";
import { CallsSearch } from "#workbench/panel/vscode/story/callsSearch.ts";
import { localWatch, presenterOf } from "../../../../../support/localRuns/localSnapshot.ts";
import { agentTrace } from "../../../../../support/localRuns/sampleTraces.ts";
import { calling, TraceBuilder } from "../../../../../support/localRuns/traceBuilder.ts";

function open(runs: readonly TraceRun[]) {
  const watch = localWatch(runs);
  const presenter = presenterOf(watch);
  const told: FoundCalls[] = [];
  const search = new CallsSearch({
    watch,
    words: (call) => presenter.story.callWords(call),
    post: (message) => message.type === "foundCalls" && told.push(message),
  });
  /** The calls in which a text is found, by their place among the calls of the run. */
  const find = async (query: string): Promise<number[]> => {
    told.length = 0;
    search.start(query);
    await expect.poll(() => told.at(-1)).toMatchObject({ query, done: true });
    const sequences = calls(watch).map(({ sequence }) => sequence);
    return told.flatMap((each) => each.sequences).map((sequence) => sequences.indexOf(sequence));
  };
  return { watch, search, told, find };
}

const calls = ({ runStory: { story } }: RunWatch): ModelStep[] => story.slice().filter((step) => step.kind === "model");

/** Many calls with one prompt, an agent's instructions and a question each. */
function prompts(count: number, system: string): TraceRun[] {
  const trace = new TraceBuilder();
  const flow = trace.workflow({ at: [0, count + 1] });
  const agent = trace.agent(flow, "Clerk", { at: [0, count + 1] });
  for (let index = 0; index < count; index++) {
    const messages = [
      { role: "system", content: system },
      { role: "user", content: `Question ${index}.` },
    ];
    trace.model(agent, { at: [index, index + 1], messages, output: { content: `Reply ${index}.` } });
  }
  return trace.runs;
}

test("a text is found in what calls were sent and returned, in any case, also in calls that the story has packed", async () => {
  const { find } = open(prompts(600, `You are a clerk. Be exact. ${"Sums have two digits. ".repeat(300)}`));
  expect(await find("be EXACT")).toHaveLength(600);
  expect(await find("question 17.")).toEqual([17]);
  expect(await find("Reply 599")).toEqual([599]);
  expect(await find("nowhere")).toEqual([]);
});

test("so are calls that a reply asks for, and the attempts that failed", async () => {
  const { find } = open(agentTrace());
  expect(await find("amount 300")).toEqual([2]);
  expect(await find("ConnectionError: try 1")).toEqual([1]);
  // The thought stands in the story.
  expect(await find("Look.")).toEqual([]);
});

test("a text is found where the panel would cut it", async () => {
  const { find } = open(prompts(2, `${"x".repeat(30_000)} Be exact.`));
  expect(await find("Be exact")).toEqual([0, 1]);
});

test("a secret isn't found, but what stands beside it", async () => {
  const { find } = open(prompts(1, "Use the key sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD and be exact."));
  expect(await find("abcdefghijklmnop")).toEqual([]);
  expect(await find("and be exact")).toEqual([0]);
});

test("calls that come or change later are searched, until the search ends", async () => {
  const { watch, search, told, find } = open(prompts(2, "Be exact."));
  expect(await find("late reply")).toEqual([]);
  const [first, second] = calls(watch) as [ModelStep, ModelStep];
  const replied = { ...second, output: { content: null, tool_calls: [] } };
  const change = (...steps: ModelStep[]): void =>
    search.note({
      kind: "events",
      events: [],
      rebuilt: false,
      story: steps.map((step) => ({ kind: "upsert", step })),
    });
  change(first, { ...replied, output: { content: "A late reply" } });
  await expect.poll(() => told.flatMap(({ sequences }) => sequences)).toEqual([second.sequence]);
  search.start("");
  const before = told.length;
  change({ ...first, output: calling(["pay", { note: "late reply" }]) });
  search.start("question 0");
  await expect.poll(() => told.at(-1)).toMatchObject({ query: "question 0", done: true });
  expect(told.slice(before).every(({ query }) => query === "question 0")).toBe(true);
});
