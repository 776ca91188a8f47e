import fc from "fast-check";
import { expect, test } from "vitest";
import { changeStory } from "../../../../../../src/features/panel/page/state/panelState.ts";
import type { StoryChange, StepView } from "../../../../../../src/features/panel/page/storyViews.ts";

const text = (sequence: number, words: string): StepView => ({
  kind: "text",
  id: `i${sequence}`,
  ...{ sequence, object: "answer", text: words, growing: true },
});

/** Changes as an extension may send them, late ones and ones for what is not here among them. */
const change = fc.oneof(
  fc.record({ upsert: fc.tuple(fc.nat(30), fc.string()).map(([sequence, words]) => text(sequence, words)) }),
  fc.record({ append: fc.string(), id: fc.nat(30).map((sequence) => `i${sequence}`) }),
);

test("changes leave each step once, in order, in its last version", () => {
  fc.assert(
    fc.property(fc.array(fc.array(change)), (batches: StoryChange[][]) => {
      let steps: readonly StepView[] = [];
      const words = new Map<string, string>();
      for (const changes of batches) {
        steps = changeStory(steps, changes);
        for (const each of changes) {
          if ("upsert" in each) words.set(each.upsert.id, each.upsert.kind === "text" ? each.upsert.text : "");
          else if (words.has(each.id)) words.set(each.id, words.get(each.id)! + each.append);
        }
      }
      const sequences = steps.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
      expect(new Map(steps.map((step) => [step.id, step.kind === "text" ? step.text : undefined]))).toEqual(words);
      expect(steps).toHaveLength(words.size);
    }),
  );
});

test("steps that share a sequence are distinguished by their ids, and unchanged ones stay the same", () => {
  const twin: StepView = { ...text(4, "b"), id: "twin" };
  const before = changeStory([], [{ upsert: text(1, "x") }, { upsert: text(4, "a") }, { upsert: twin }]);
  const after = changeStory(before, [{ upsert: text(4, "c") }]);
  expect(after).toEqual([text(1, "x"), text(4, "c"), twin]);
  expect(after[0]).toBe(before[0]);
  expect(before).toEqual([text(1, "x"), text(4, "a"), twin]);
});
