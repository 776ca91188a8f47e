import { expect, test } from "vitest";
import type { RunEvent } from "../../../../../src/api/schemas.ts";
import { compareStories } from "../../../../../src/features/compare/core/compareStories.ts";
import { withoutIds } from "../../../../../src/features/compare/core/keys/ignored.ts";
import { RunStory } from "../../../../../src/runs/story/runStory.ts";
import type { StoryStep } from "../../../../../src/runs/story/storySteps.ts";
import { startAgent } from "../../../../../src/sample/agent/agent.ts";
import { Random } from "../../../../../src/sample/agent/random.ts";
import { comparisonText, storyFrom } from "../../../../support/compare/storyText.ts";

/** A run of the sample app, each time with other ids, and with times of its own. */
function played(play: string, seed: number): RunStory {
  const random = new Random(seed);
  const script = startAgent({ input: { play }, files: [], random: new Random(seed) });
  let now = Date.UTC(2026, 5, seed);
  const events: RunEvent[] = [];
  const take = (type: string, data: unknown): void => {
    now += random.integer(1, 2_000);
    events.push({ type, data, sequence: events.length + 1, timestamp: new Date(now).toISOString() });
  };
  take("run.started", {});
  let step = script.next();
  for (; !step.done; step = script.next()) if (step.value.kind === "event") take(step.value.type, step.value.data);
  take("error" in step.value ? "run.failed" : "run.completed", { id: random.uuid(), ...step.value });
  const story = new RunStory();
  story.apply(events);
  return story;
}

test.each(["agent", "answers", "workflow", "delegate", "clones", "placeholders"])(
  "two runs of the play %s are equal",
  (play) => {
    for (let seed = 1; seed < 6; seed++) {
      const [a, b] = [played(play, seed), played(play, seed + 10)];
      const { first, counts } = compareStories(a.story, b.story);
      expect({ seed, first, ...counts }).toMatchObject({
        seed,
        first: undefined,
        equal: a.story.length,
        differences: 0,
      });
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

test("a batch of which one call changed, in another order", () => {
  const batch = (calls: readonly string[]): StoryStep[] =>
    storyFrom(calls.join("\n")).map((step) => ({ ...step, bundle: "b" }) as StoryStep);
  const a = batch(['get {"id":1} → 1', 'get {"id":2} → 2', 'look {"at":3} → 3']);
  const b = batch(['look {"at":3} → 3', 'get {"id":9} → 2', 'get {"id":1} → 1']);
  expect(comparisonText(compareStories(a, b), a, b)).toBe("= 1 3 get\n~ 2 2 get (arguments)\n= 3 1 look");
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
