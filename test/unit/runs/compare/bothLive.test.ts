import { expect, test } from "vitest";
import { compareStories } from "../../../../src/runs/compare/compareStories.ts";
import { LiveComparison } from "../../../../src/runs/compare/liveComparison.ts";
import { StepList } from "../../../../src/runs/story/stepList.ts";
import type { StoryStep } from "../../../../src/runs/story/storySteps.ts";
import { Random } from "../../../../src/sample/agent/random.ts";
import { both, listOf, neither, onlyB, play } from "../../../support/compare/liveStories.ts";
import { playedAgain, randomStory } from "../../../support/compare/randomStory.ts";
import { comparisonText, storyFrom } from "../../../support/compare/storyText.ts";

const finished = storyFrom(`
  started
  think: I look for the order.
  search_orders {"customer":7} → {"orders":3}
  get_policy {"region":"US"} → {"limit":500}
  say: Done.
  completed
`);

/** Two runs that go on, in steps of one or the other. @returns each sentence that is said on the way, once */
function interleaved(stories: Record<"a" | "b", readonly StoryStep[]>, random: Random): string[] {
  const lists = { a: new StepList(), b: new StepList() };
  const comparison = new LiveComparison(lists.a, lists.b);
  const words = new Set<string>();
  const next = { a: 0, b: 0 };
  const goesOn = (side: "a" | "b"): boolean => next[side] < stories[side].length;
  while (goesOn("a") || goesOn("b")) {
    const side = goesOn("a") && (!goesOn("b") || random.next() < 0.5) ? "a" : "b";
    play(stories[side][next[side]++]!, lists[side], () => {
      comparison.take(side, lists[side].takeChanges());
      const { first } = comparison.comparison(both);
      if (first) words.add(first.sentence);
    });
  }
  const ended = comparison.comparison(neither);
  expect(ended.counts).toEqual(compareStories(stories.a, stories.b).counts);
  return [...words];
}

test("of two runs that both go on, what one of them has not reached is no difference", () => {
  for (let seed = 0; seed < 100; seed++) {
    const told = randomStory(new Random(seed), 40);
    const stories = { a: playedAgain(told, seed), b: playedAgain(told, seed + 1) };
    expect({ seed, said: interleaved(stories, new Random(seed + 1_000)) }).toEqual({ seed, said: [] });
  }
});

test("two runs that both go on differ as soon as each did something else", () => {
  const other = storyFrom(`
    started
    think: I look for the order.
    search_orders {"customer":7} → {"orders":3}
    get_policy {"region":"EU"} → {"limit":500}
  `);
  const [a, b] = [listOf(finished.slice(0, 3)), listOf(other)];
  const comparison = new LiveComparison(a, b);
  const text = (): string => comparisonText(comparison.comparison(both), a.slice(), b.slice());
  expect(text()).toBe(["= 1 1 run started", "= 2 2 reasoning", "= 3 3 search_orders", ". · 4 get_policy"].join("\n"));
  expect(comparison.comparison(onlyB).first).toEqual({ row: 3, sentence: "get_policy: only in B" });
  for (const step of finished.slice(3, 5)) a.add(step);
  comparison.take("a", a.takeChanges());
  expect(text()).toBe(
    [
      "= 1 1 run started",
      "= 2 2 reasoning",
      "= 3 3 search_orders",
      "~ 4 4 get_policy (arguments)",
      ". 5 · answer",
    ].join("\n"),
  );
});

test("calls of a batch that is not complete in either run may begin in any order", () => {
  const batch = (order: readonly number[]): StoryStep[] =>
    storyFrom(`started\n${order.map((file) => `inspect {"file":${file}} → "ok"`).join("\n")}`).map((step) =>
      step.kind === "tool" ? { ...step, bundle: "one" } : step,
    );
  const compared = (a: readonly number[], b: readonly number[], more = ""): string | undefined => {
    const tail = storyFrom(`started\n${more}`)
      .slice(1)
      .map((step) => ({ ...step, id: "more", sequence: 99, at: 9_000 }));
    const steps = [...batch(b), ...tail];
    return new LiveComparison(listOf(batch(a)), listOf(steps)).comparison(both).first?.sentence;
  };
  expect(compared([1], [2])).toBeUndefined();
  expect(compared([1, 2], [3])).toBeUndefined();
  expect(compared([1], [2], "say: Done.")).toMatch(/^inspect: /);
});
