import fc from "fast-check";
import { expect, test } from "vitest";
import { changeStory } from "#workbench/panel/page/state/panelState.ts";
import type { StoryChange, StepView } from "#workbench/panel/page/storyViews.ts";

const text = (sequence: number, words: string): StepView => ({
  kind: "text",
  id: `i${sequence}`,
  sequence,
  object: "answer",
  text: words,
  growing: true,
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
          if ("upsert" in each) words.set(each.upsert.id, "growing" in each.upsert ? each.upsert.text : "");
          else if (words.has(each.id)) words.set(each.id, words.get(each.id)! + each.append);
        }
      }
      const sequences = steps.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
      expect(new Map(steps.map((step) => [step.id, "growing" in step ? step.text : undefined]))).toEqual(words);
      expect(steps).toHaveLength(words.size);
    }),
  );
});
