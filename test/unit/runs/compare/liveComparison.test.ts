import { expect, test } from "vitest";
import { compareStories } from "../../../../src/runs/compare/compareStories.ts";
import { LiveComparison, liveWords } from "../../../../src/runs/compare/liveComparison.ts";
import { RunStory } from "../../../../src/runs/story/runStory.ts";
import { StepList } from "../../../../src/runs/story/stepList.ts";
import type { StoryStep } from "../../../../src/runs/story/storySteps.ts";
import { Random } from "../../../../src/sample/agent/random.ts";
import { mutations } from "../../../support/compare/mutations.ts";
import { playedAgain, randomStory } from "../../../support/compare/randomStory.ts";
import { comparisonText, storyFrom } from "../../../support/compare/storyText.ts";

/** What is said after each step of the live run, each sentence once. */
function said(finished: readonly StoryStep[], steps: readonly StoryStep[], live: "a" | "b" = "b"): string[] {
  const list = new StepList();
  const comparison = new LiveComparison(live, list, finished);
  const words: string[] = [];
  const look = (): void => {
    const now = liveWords(comparison.state);
    if (words.at(-1) !== now) words.push(now);
  };
  for (const step of steps) {
    if (step.kind === "tool") {
      list.add({ ...step, state: "running", result: undefined, until: undefined });
      comparison.take(list.takeChanges());
      look();
      list.replace(step);
    } else if (step.kind === "text") {
      list.add({ ...step, text: step.text.slice(0, 3), growing: true });
      list.replace({ ...step, growing: true }, step.text.slice(3));
      comparison.take(list.takeChanges());
      look();
      list.replace(step);
    } else {
      list.add(step);
    }
    comparison.take(list.takeChanges());
    look();
  }
  comparison.end();
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

test.each(["a", "b"] as const)("a run that does the same stays equal to its end, as %s", (live) => {
  expect(said(finished, finished, live)).toEqual([
    "Still equal after 1 step",
    ...[2, 3, 4, 5, 6].map((count) => `Still equal after ${count} steps`),
  ]);
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
  expect(said(finished, drifted, live)).toEqual([
    "Still equal after 1 step",
    "Still equal after 2 steps",
    "First difference at step 3",
  ]);
});

test("a call with another argument differs before its result is there", () => {
  const list = new StepList();
  const comparison = new LiveComparison("b", list, finished);
  for (const step of finished.slice(0, 3)) list.add(step);
  const call = finished[3]!;
  if (call.kind !== "tool") throw new Error("It is a call");
  list.add({ ...call, state: "running", result: undefined, input: { region: "EU" } });
  comparison.take(list.takeChanges());
  expect(comparison.state).toEqual({ kind: "different", step: 4, sentence: "get_policy: region US → EU" });
});

test("what the finished run did next is not reached, and missing when the other one ends", () => {
  const list = new StepList();
  for (const step of finished.slice(0, 3)) list.add(step);
  const comparison = new LiveComparison("b", list, finished);
  const text = (): string => comparisonText(comparison.comparison(), finished, list.slice());
  expect(text()).toBe(
    [
      "= 1 1 run started",
      "= 2 2 reasoning",
      "= 3 3 search_orders",
      ". 4 · get_policy",
      ". 5 · answer",
      ". 6 · run completed",
    ].join("\n"),
  );
  comparison.end();
  expect(comparison.state).toEqual({ kind: "different", step: 4, sentence: "get_policy: only in A" });
  expect(comparison.comparison().counts.onlyInA).toBe(3);
});

test("the newest step is no partner of the last one of the finished run", () => {
  const a = storyFrom("started\nthink: one\nresumed\nthink: two\nresumed");
  const b = storyFrom("started\nthink: other\nresumed");
  const comparison = new LiveComparison("b", Object.assign(b, { position: () => undefined }), a).comparison();
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
  const comparison = new LiveComparison("b", list, finished);
  expect(comparison.state).toEqual({ kind: "equal", steps: 4 });
  list.replace({ ...finished[2]!, result: { orders: 9 } } as StoryStep);
  comparison.take(list.takeChanges());
  expect(comparison.state).toEqual({ kind: "different", step: 3, sentence: "search_orders: result orders 3 → 9" });
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

test("a story out of events", () => {
  const story = new RunStory();
  const comparison = new LiveComparison("b", story.story, finished);
  const event = (type: string, data: unknown) => ({ type, data, sequence: ++sequence });
  let sequence = 0;
  comparison.take(
    story.apply([event("run.started", {}), event("agent.reasoning.delta", { object: "reasoning", delta: "I look" })]),
  );
  expect(liveWords(comparison.state)).toBe("Still equal after 1 step");
  comparison.take(story.apply([event("agent.reasoning.delta", { object: "reasoning", delta: " for the order." })]));
  expect(liveWords(comparison.state)).toBe("Still equal after 1 step");
  const tool = { name: "search_orders" };
  comparison.take(story.apply([event("agent.tool_call.started", { id: "c1", tool, input: { customer: 7 } })]));
  expect(liveWords(comparison.state)).toBe("Still equal after 2 steps");
  comparison.take(story.apply([event("agent.tool_call.completed", { id: "c1", tool, result: { orders: 3 } })]));
  expect(liveWords(comparison.state)).toBe("Still equal after 3 steps");
  comparison.take(story.apply([event("run.failed", { error: { code: "timeout" } })]));
  expect(liveWords(comparison.state)).toBe("First difference at step 4");
});
