import { compareStories } from "../../runs/compare/compareStories.ts";
import { addDifferences, addOverview, comparable, differencesSentence } from "../stories/addComparison.ts";
import type { RunWithStory } from "../stories/heldStories.ts";
import { type Copy, copyData, type CopyOptions, layOut } from "./copyLayout.ts";

/** Two runs compared step by step: the first difference and counts, then what differs. */
export function comparisonCopy(a: RunWithStory, b: RunWithStory, where: string, options: CopyOptions): Copy {
  const data = copyData(options);
  const [of, other] = [comparable(a), comparable(b)];
  const comparison = compareStories(of, other);
  addOverview(data, a, b, comparison);
  const next = addDifferences(data, of, other, comparison, 0);
  const leftOut = next === undefined ? undefined : "Left out: later differences.";
  return layOut(
    `Two runs compared, ${where}. ${differencesSentence(comparison, a, b).replace(/\.$/, "")}`,
    data,
    leftOut,
    options,
  );
}
