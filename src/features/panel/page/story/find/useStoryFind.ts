import { useMemo, useReducer, useRef } from "preact/hooks";
import { finderOf } from "../../../../../base/text/textFinder.ts";
import { matchWords, type Place, placeIn, stepTo } from "../../../../../ui/find.ts";
import { useTypedMatch } from "../../../../../ui/hooks/useTypedMatch.ts";
import type { StoryMemory } from "../../state/viewMemory.ts";
import type { StepView } from "../../storyViews.ts";
import { standAt } from "../openStory.ts";
import { wordsOf } from "./stepWords.ts";

export interface StoryFound {
  /** Absent without a search. */
  query: string | undefined;
  setQuery: (query: string | undefined) => void;
  finder: RegExp | undefined;
  /** How many steps contain it, in words. */
  words: string;
  /** Goes to the next or the previous match, and expands what hides it. */
  step: (by: 1 | -1) => void;
}

/**
 * Finds the steps of the story that contain a text, drawn or not, expanded or collapsed.
 *
 * @param start the sequence of the step to begin at
 * @param onStep called when the story has to be drawn again
 */
export function useStoryFind(
  story: readonly StepView[],
  memory: StoryMemory,
  start: number | undefined,
  onStep: () => void,
): StoryFound {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  const { query } = memory;
  const finder = useMemo(() => finderOf(query ?? ""), [query]);
  const says = useMemo(() => (finder ? finding(finder) : undefined), [finder]);
  const matches = says ? firstOfEach(story.filter(says)) : [];
  const placeOf = (sequence = 0): Place => placeIn(matches, (step) => step.sequence - sequence);
  const at = memory.match === undefined ? undefined : placeOf(memory.match);
  const origin = useRef<number>(undefined);
  const typed = useTypedMatch(matches.length, () => {
    const match = matches[placeOf(origin.current).index] ?? matches[0];
    if (!match) return;
    standAt(match.sequence, story.length, memory);
    onStep();
  });
  return {
    query,
    setQuery(next) {
      delete memory.match;
      if (next === undefined) delete memory.query;
      else memory.query = next;
      redraw(undefined);
      if (next === undefined) origin.current = undefined;
      else origin.current ??= start ?? 0;
      typed();
    },
    finder,
    words: matchWords(matches.length, at?.isAt ? at.index : undefined),
    step(by) {
      const from = placeOf(memory.match ?? origin.current ?? start);
      // The first step of a search stays where the reader is, if that is a match.
      const isHere = memory.match === undefined && from.isAt;
      const match = isHere ? matches[from.index] : matches[stepTo(matches.length, from, by)];
      if (!match || !finder) return;
      memory.match = match.sequence;
      origin.current = match.sequence;
      for (const { text, folds } of wordsOf(match)) {
        if (finder.test(text)) for (const fold of folds) memory.open.set(fold, true);
      }
      standAt(match.sequence, story.length, memory);
      onStep();
    },
  };
}

/** One event may have several steps. The search stops at it once. */
function firstOfEach(steps: readonly StepView[]): StepView[] {
  return steps.filter(({ sequence }, index) => sequence !== steps[index - 1]?.sequence);
}

function finding(finder: RegExp): (step: StepView) => boolean {
  const known = new WeakMap<StepView, boolean>();
  return (step) => {
    let says = known.get(step);
    if (says === undefined) {
      says = wordsOf(step).some(({ text }) => finder.test(text));
      known.set(step, says);
    }
    return says;
  };
}
