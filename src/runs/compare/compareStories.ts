import { alignSteps } from "./align/alignSteps.ts";
import { rowSentence } from "./bodies/rowSentence.ts";
import { type ComparedSteps, type Comparison, isDifference } from "./comparison.ts";
import { StoryKeys } from "./keys/storyKeys.ts";
import { countsOf, rowsOf } from "./rows.ts";
import { timesOfKeys } from "./times.ts";

export interface CompareOptions {
  /** The keys of the stories, when they are known: they must be of all steps. */
  readonly keys?: { readonly a?: StoryKeys | undefined; readonly b?: StoryKeys | undefined } | undefined;
}

/**
 * Compares two runs step by step. Steps are partners by kind, speaker, tool and arguments; ids and times don't count
 * (`keys/ignored.ts` says which). Reads each step once for its keys, and again only those of the first difference.
 */
export function compareStories(a: ComparedSteps, b: ComparedSteps, options: CompareOptions = {}): Comparison {
  const keysOfA = options.keys?.a ?? StoryKeys.of(a);
  const keysOfB = options.keys?.b ?? StoryKeys.of(b);
  const reached = { a: keysOfA.length, b: keysOfB.length };
  const partners = alignSteps(keysOfA, keysOfB, { a: 0, aEnd: reached.a, b: 0, bEnd: reached.b });
  const rows = rowsOf(keysOfA, keysOfB, partners, reached);
  const row = rows.findIndex(isDifference);
  return {
    rows,
    first: row < 0 ? undefined : { row, sentence: rowSentence(rows[row]!, a, b) },
    counts: countsOf(rows),
    times: { a: timesOfKeys(keysOfA), b: timesOfKeys(keysOfB) },
  };
}
