import { alignSteps } from "./align/alignSteps.ts";
import { rowSentence } from "./bodies/rowSentence.ts";
import { type ComparedRun, type Comparison, isDifference } from "./comparison.ts";
import { countsOf, linked, rowsOf, valueRow } from "./comparisonRows.ts";
import { storyKeys, storyTimes } from "./keys/storyKeys.ts";

/**
 * Compares two runs as they are now: their inputs, step by step, and their outputs. Steps are partners by kind, speaker,
 * tool and arguments; ids and times don't count (`keys/valueKey.ts` says which). Reads each step once for its keys, and
 * again only those of the first difference.
 */
export function compareStories(a: ComparedRun, b: ComparedRun): Comparison {
  const [keysOfA, keysOfB] = [storyKeys(a.steps), storyKeys(b.steps)];
  const [runA, runB] = [a.run, b.run];
  const rows = linked([
    ...valueRow("input", runA?.input, runB?.input),
    ...rowsOf(keysOfA, keysOfB, alignSteps(keysOfA, keysOfB)),
    ...valueRow("output", runA?.output, runB?.output),
  ]);
  const row = rows.findIndex(isDifference);
  return {
    rows,
    first: row < 0 ? undefined : { row, sentence: rowSentence(rows[row]!, a, b) },
    counts: countsOf(rows),
    times: { a: storyTimes(keysOfA), b: storyTimes(keysOfB) },
  };
}
