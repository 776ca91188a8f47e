import { compareStories } from "../../runs/compare/compareStories.ts";
import { addDifferences, addOverview, differencesSentence } from "../stories/addComparison.ts";
import type { RunWithStory } from "../stories/heldStories.ts";
import { type Copy, copyData, type CopyOptions, layOut } from "./copyLayout.ts";

/** Two runs compared step by step: the first difference, counts and outputs, then the steps that differ. */
export function comparisonCopy(a: RunWithStory, b: RunWithStory, where: string, options: CopyOptions): Copy {
  const data = copyData(options);
  const comparison = compareStories(a.story, b.story);
  addOverview(data, a, b, comparison);
  const next = addDifferences(data, a, b, comparison, 0);
  const leftOut = next === undefined ? undefined : "Left out: later differences.";
  return layOut(
    `Two runs compared, ${where}. ${differencesSentence(comparison).replace(/\.$/, "")}`,
    data,
    leftOut,
    options,
  );
}
