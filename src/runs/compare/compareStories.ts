import { alignBoth } from "./align/alignBoth.ts";
import { alignLive, inverse } from "./align/alignLive.ts";
import { alignSteps, type Partners } from "./align/alignSteps.ts";
import { rowSentence } from "./bodies/rowSentence.ts";
import { type ComparedRun, type Comparison, isDifference } from "./comparison.ts";
import { StoryKeys } from "./keys/storyKeys.ts";
import { countsOf, linked, type Reached, rowsOf, valueRow } from "./rows.ts";
import { timesOfKeys } from "./storyTimes.ts";

/**
 * Compares two runs: their inputs, step by step, and their outputs. Steps are partners by kind, speaker, tool and arguments; ids and times don't count
 * (`keys/ignored.ts` says which). Reads each step once for its keys, and again only those of the first difference.
 */
export function compareStories(a: ComparedRun, b: ComparedRun): Comparison {
  return compareKeys({ steps: a, keys: StoryKeys.of(a) }, { steps: b, keys: StoryKeys.of(b) });
}

/** A story with its keys, which are of all of its steps. */
export interface KeyedStory {
  readonly steps: ComparedRun;
  readonly keys: StoryKeys;
}

/** Which of the runs go on. */
export interface LiveSides {
  readonly a: boolean;
  readonly b: boolean;
}

const bothEnded: LiveSides = { a: false, b: false };

/** @param live the runs that go on: what one of them has not reached is no difference yet */
export function compareKeys(a: KeyedStory, b: KeyedStory, live = bothEnded): Comparison {
  const { partners, reached } = partnersOf(a.keys, b.keys, live);
  const [runA, runB] = [a.steps.run, b.steps.run];
  const rows = linked([
    ...valueRow("input", runA?.input, runB?.input, false),
    ...rowsOf(a.keys, b.keys, partners, reached),
    ...valueRow("output", runA?.output, runB?.output, live.a || live.b),
  ]);
  const row = rows.findIndex(isDifference);
  return {
    rows,
    first: row < 0 ? undefined : { row, sentence: rowSentence(rows[row]!, a.steps, b.steps) },
    counts: countsOf(rows),
    times: { a: timesOfKeys(a.keys), b: timesOfKeys(b.keys) },
  };
}

function partnersOf(a: StoryKeys, b: StoryKeys, live: LiveSides): { partners: Partners; reached: Reached } {
  if (live.a && live.b) {
    const { partners, reached, awaited } = alignBoth(a, b);
    return { partners, reached: { ...reached, live, awaited } };
  }
  if (live.b) {
    const { partners, reached, awaited } = alignLive(a, b);
    return { partners, reached: { a: reached, b: b.length, live, awaited: { a: awaited, b: none } } };
  }
  if (live.a) {
    const { partners, reached, awaited } = alignLive(b, a);
    return {
      partners: inverse(partners, a.length),
      reached: { a: a.length, b: reached, live, awaited: { a: none, b: awaited } },
    };
  }
  const partners = alignSteps(a, b, { a: 0, aEnd: a.length, b: 0, bEnd: b.length });
  return { partners, reached: { a: a.length, b: b.length, live, awaited: { a: none, b: none } } };
}

const none: ReadonlySet<number> = new Set();
