import { expect, test } from "vitest";
import { compareStories } from "../../../../../src/features/compare/core/compareStories.ts";
import { withoutIds } from "../../../../../src/features/compare/core/keys/ignored.ts";
import type { StoryStep } from "../../../../../src/runs/story/storySteps.ts";
import { storyFrom } from "../../../../support/compare/storyText.ts";
import { endedRun } from "../../../../support/golden/endedRun.ts";

test.each(["agent", "answers", "workflow", "delegate", "clones", "placeholders"])(
  "two runs of the play %s are equal",
  (play) => {
    for (let seed = 1; seed < 6; seed++) {
      const [a, b] = [seed, seed + 10].map((each) => endedRun({ play }, each).steps) as [StoryStep[], StoryStep[]];
      const { first, counts } = compareStories(a, b);
      expect({ seed, first, ...counts }).toMatchObject({ seed, first: undefined, equal: a.length, differences: 0 });
    }
  },
);

/** Two nodes that speak at the same time; `order` says whose step begins next. */
function beside(order: string): StoryStep[] {
  const names = { c: "Classifier", l: "Language" };
  const counts = { c: 0, l: 0 };
  const lines = order.split("").map((each) => `[${names[each as "c"]}] think: ${each}${counts[each as "c"]++}`);
  return storyFrom(`started\n${lines.join("\n")}\ncompleted`).map((step) => ({ ...step, until: step.at! + 5_000 }));
}

test("steps of nodes that run at the same time have no order", () => {
  const [a, b] = [beside("clclcl"), beside("llcccl")];
  const comparison = compareStories(a, b);
  expect(comparison.counts).toMatchObject({ equal: 8, differences: 0 });
  expect(comparison.rows.map((row) => row.b)).not.toEqual(comparison.rows.map((_, index) => index));
});

test("steps of nodes of which one follows the other do have an order", () => {
  const after = (order: string): StoryStep[] => beside(order).map((step) => ({ ...step, until: step.at! + 500 }));
  expect(compareStories(after("ccll"), after("llcc")).counts).toMatchObject({ moved: 2, differences: 2 });
  const own = compareStories(beside("cccl"), beside("cccl").toSpliced(1, 2, beside("cccl")[2]!, beside("cccl")[1]!));
  expect(own.counts).toMatchObject({ moved: 1, differences: 1 });
});

test("ids and times in a text are ignored, the names of things are not", () => {
  const ignored = [
    "8c2c8e2e-1f7b-4c0e-9d55-0c7e5a1b0001",
    "2026-11-26T10:00:00.123Z",
    "2026-11-26 10:00+02:00",
    "call_18f24a57c094ef39",
    "toolu_01A09q90qw90lq917835lq9",
    "chatcmpl-9aB3xYz0123456789abc",
  ];
  expect(ignored.map((text) => withoutIds(`of ${text}, then`))).toEqual(ignored.map(() => "of …, then"));
  const kept = ["customer-7421", "ord_01J9ZC", "2026-11-26", "call_the_customer_again", "10:00", "run-2", "v1.2.3"];
  expect(kept.map(withoutIds)).toEqual(kept);
});
