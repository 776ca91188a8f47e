import { expect, test } from "vitest";
import { compareStories } from "../../../../src/runs/compare/compareStories.ts";
import type { Comparison } from "../../../../src/runs/compare/comparison.ts";
import { LiveComparison } from "../../../../src/runs/compare/liveComparison.ts";
import { RunStory } from "../../../../src/runs/story/runStory.ts";
import { StepList } from "../../../../src/runs/story/stepList.ts";
import type { StoryStep } from "../../../../src/runs/story/storySteps.ts";
import { Random } from "../../../../src/sample/agent/random.ts";
import { listOf, play } from "../../../support/compare/liveStories.ts";
import { mutations } from "../../../support/compare/mutations.ts";
import { playedAgain, randomStory } from "../../../support/compare/randomStory.ts";
import { comparisonText, storyFrom } from "../../../support/compare/storyText.ts";

/** In words, with the number of the first different step in a run. */
function wordsOf({ first, rows, counts }: Comparison, side: "a" | "b"): string {
  if (!first) return counts.equal === 1 ? "Still equal after 1 step" : `Still equal after ${counts.equal} steps`;
  const before = rows.slice(0, first.row).filter((row) => row[side] !== undefined).length;
  return `First difference at step ${before + 1}`;
}

/** What is said after each step of the live run, each sentence once. */
function said(finished: readonly StoryStep[], steps: readonly StoryStep[], live: "a" | "b" = "b"): string[] {
  const [list, other] = [new StepList(), listOf(finished)];
  const comparison = live === "a" ? new LiveComparison(list, other) : new LiveComparison(other, list);
  const words: string[] = [];
  const look = (going?: "a" | "b"): void => {
    comparison.take(live, list.takeChanges());
    const now = wordsOf(comparison.comparison(going), live);
    if (words.at(-1) !== now) words.push(now);
  };
  for (const step of steps) play(step, list, () => look(live));
  look();
  expect(comparison.comparison().counts).toEqual(
    (live === "b" ? compareStories(finished, list) : compareStories(list, finished)).counts,
  );
  return words;
}

const finished = storyFrom(`
  started
  think: I look for the order.
  search_orders {"customer":7} → {"orders":3}
  get_policy {"region":"US"} → {"limit":500}
  say: Done.
  completed
`);

const equalUntil = (last: number): string[] =>
  Array.from({ length: last }, (_, at) => `Still equal after ${at === 0 ? "1 step" : `${at + 1} steps`}`);

test.each(["a", "b"] as const)("a run that does the same stays equal to its end, as %s", (live) => {
  expect(said(finished, finished, live)).toEqual(equalUntil(6));
});

test.each(["a", "b"] as const)("the first difference is said once, as soon as it is sure, as %s", (live) => {
  const drifted = storyFrom(`
    started
    think: I look for the order.
    search_orders {"customer":7} → {"orders":4}
    get_policy {"region":"EU"} → {"limit":500}
    say: Done.
    completed
  `);
  expect(said(finished, drifted, live)).toEqual([...equalUntil(2), "First difference at step 3"]);
});

test("a call with another argument differs before its result is there", () => {
  const list = new StepList();
  const comparison = new LiveComparison(listOf(finished), list);
  for (const step of finished.slice(0, 3)) list.add(step);
  const call = finished[3]!;
  if (call.kind !== "tool") throw new Error("It is a call");
  list.add({ ...call, state: "running", result: undefined, input: { region: "EU" } });
  comparison.take("b", list.takeChanges());
  expect(comparison.comparison("b").first).toEqual({ row: 3, sentence: "get_policy: region US → EU" });
});

test("what the finished run did next is not reached, and missing when the other one ends", () => {
  const list = new StepList();
  for (const step of finished.slice(0, 3)) list.add(step);
  const comparison = new LiveComparison(listOf(finished), list);
  const text = (): string => comparisonText(comparison.comparison("b"), finished, list.slice());
  expect(text()).toBe(
    "= 1 1 run started\n= 2 2 reasoning\n= 3 3 search_orders\n. 4 · get_policy\n. 5 · answer\n. 6 · run completed",
  );
  const ended = comparison.comparison();
  expect(ended.first).toEqual({ row: 3, sentence: "get_policy: only in A" });
  expect(ended.counts.onlyInA).toBe(3);
});

test("the newest step is no partner of the last one of the finished run", () => {
  const a = storyFrom("started\nthink: one\nresumed\nthink: two\nresumed");
  const b = storyFrom("started\nthink: other\nresumed");
  const comparison = new LiveComparison(listOf(a), listOf(b)).comparison("b");
  expect(comparisonText(comparison, a, b)).toBe(
    ["= 1 1 run started", "~ 2 2 reasoning (text)", "= 3 3 run resumed", ". 4 · reasoning", ". 5 · run resumed"].join(
      "\n",
    ),
  );
});

test("a step that changes after it was equal is different", () => {
  const list = new StepList();
  for (const step of finished.slice(0, 4)) list.add(step);
  list.takeChanges();
  const comparison = new LiveComparison(listOf(finished), list);
  expect(comparison.comparison("b")).toMatchObject({ first: undefined, counts: { equal: 4 } });
  list.replace({ ...finished[2]!, result: { orders: 9 } } as StoryStep);
  comparison.take("b", list.takeChanges());
  expect(comparison.comparison("b").first).toEqual({ row: 2, sentence: "search_orders: result orders 3 → 9" });
});

test("calls of a batch may begin in another order", () => {
  const batch = (order: readonly number[]): StoryStep[] => {
    const calls = order.map((file) => `inspect {"file":${file}} → "ok"`).join("\n");
    return storyFrom(`started\n${calls}\nsay: Done.\ncompleted`).map((step) =>
      step.kind === "tool" ? { ...step, bundle: "one" } : step,
    );
  };
  expect(said(batch([1, 2, 3]), batch([3, 1, 2])).at(-1)).toBe("Still equal after 6 steps");
  expect(said(batch([1, 2, 3]), batch([3, 1, 2])).filter((words) => words.startsWith("First"))).toEqual([]);
});

test("whatever differs is found while the run goes on, at the step at which the whole comparison finds it", () => {
  const kinds = Object.keys(mutations);
  for (let seed = 0; seed < 100; seed++) {
    const random = new Random(seed);
    const told = randomStory(random, 40);
    const mutation = mutations[kinds[seed % kinds.length]!]!(told, random);
    if (!mutation) continue;
    const [a, b] = [playedAgain(told, seed), playedAgain(mutation.steps, seed + 1)];
    const { first, rows } = compareStories(a, b);
    const found = said(a, b).filter((words) => words.startsWith("First"));
    const at = rows.slice(0, first?.row).filter((row) => row.b !== undefined).length + 1;
    expect({ seed, found }).toEqual({ seed, found: first ? [`First difference at step ${at}`] : [] });
  }
});

test("a text of a story out of events counts when it has ended", () => {
  const story = new RunStory();
  const comparison = new LiveComparison(listOf(finished), story.story);
  let sequence = 0;
  const after = (type: string, data: object): string => {
    comparison.take("b", story.apply([{ type, data, sequence: ++sequence }]));
    return wordsOf(comparison.comparison("b"), "b");
  };
  const call = { id: "c1", tool: { name: "search_orders" }, input: { customer: 7 } };
  const says = (delta: string) => after("agent.reasoning.delta", { object: "reasoning", delta });
  expect([after("run.started", {}), says("I look"), says(" for the order.")]).toEqual(Array(3).fill(equalUntil(1)[0]));
  expect(after("agent.tool_call.started", call)).toBe(equalUntil(2)[1]);
  expect(after("agent.tool_call.completed", { ...call, result: { orders: 3 } })).toBe(equalUntil(3)[2]);
  expect(after("run.failed", { error: { code: "timeout" } })).toBe("First difference at step 4");
});
