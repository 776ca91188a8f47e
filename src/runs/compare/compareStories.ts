import { alignLive, inverse } from "./align/alignLive.ts";
import { alignSteps, type Partners } from "./align/alignSteps.ts";
import { rowSentence } from "./bodies/rowSentence.ts";
import { type ComparedRun, type Comparison, isDifference } from "./comparison.ts";
import { StoryKeys } from "./keys/storyKeys.ts";
import { countsOf, linked, type Reached, rowsOf, valueRow } from "./rows.ts";
import { timesOfKeys } from "./storyTimes.ts";

/**
 * Compares two runs: their inputs, step by step, and their outputs. Steps are partners by kind, speaker, tool and
 * arguments; ids and times don't count (`keys/ignored.ts` says which). Reads each step once for its keys, and again only
 * those of the first difference.
 */
export function compareStories(a: ComparedRun, b: ComparedRun): Comparison {
  return compareKeys({ steps: a, keys: StoryKeys.of(a) }, { steps: b, keys: StoryKeys.of(b) });
}

/** A story with its keys, which are of all of its steps. */
export interface KeyedStory {
  readonly steps: ComparedRun;
  readonly keys: StoryKeys;
}

/** @param live the run that goes on, if one does: what it has not reached is no difference yet */
export function compareKeys(a: KeyedStory, b: KeyedStory, live?: "a" | "b"): Comparison {
  const { partners, reached } = partnersOf(a.keys, b.keys, live);
  const [runA, runB] = [a.steps.run, b.steps.run];
  const rows = linked([
    ...valueRow("input", runA?.input, runB?.input, false),
    ...rowsOf(a.keys, b.keys, partners, reached),
    ...valueRow("output", runA?.output, runB?.output, live !== undefined),
  ]);
  const row = rows.findIndex(isDifference);
  return {
    rows,
    first: row < 0 ? undefined : { row, sentence: rowSentence(rows[row]!, a.steps, b.steps) },
    counts: countsOf(rows),
    times: { a: timesOfKeys(a.keys), b: timesOfKeys(b.keys) },
  };
}

function partnersOf(a: StoryKeys, b: StoryKeys, live?: "a" | "b"): { partners: Partners; reached: Reached } {
  if (live === "b") {
    const { partners, reached, awaited } = alignLive(a, b);
    return { partners, reached: { a: reached, b: b.length, live, awaited } };
  }
  if (live === "a") {
    const { partners, reached, awaited } = alignLive(b, a);
    return { partners: inverse(partners, a.length), reached: { a: a.length, b: reached, live, awaited } };
  }
  const partners = alignSteps(a, b, { a: 0, aEnd: a.length, b: 0, bEnd: b.length });
  return { partners, reached: { a: a.length, b: b.length, live, awaited: new Set() } };
}
