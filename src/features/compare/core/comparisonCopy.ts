import { type Copy, copyData, type CopyOptions, layOut } from "../../../runs/text/copyLayout.ts";
import type { RunWithStory } from "../../../runs/text/heldStories.ts";
import { addDifferences, addOverview, comparable, differencesSentence } from "./addComparison.ts";
import { compareStories } from "./compareStories.ts";

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
