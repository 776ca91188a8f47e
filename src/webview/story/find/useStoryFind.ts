import { useMemo, useReducer } from "preact/hooks";
import { finderOf } from "../../../base/text/textFinder.ts";
import type { StepView } from "../../../protocol/storyViews.ts";
import { matchWords, placeIn, stepTo } from "../../state/find.ts";
import type { StoryMemory } from "../../state/viewMemory.ts";
import { standAt } from "../openStory.ts";
import { wordsOf } from "./stepText.ts";

export interface StoryFound {
  /** Absent while nobody searches. */
  query: string | undefined;
  setQuery: (query: string | undefined) => void;
  finder: RegExp | undefined;
  /** How many items say it, in words. */
  words: string;
  /** Goes to the next or the previous item that says it, and opens what hides it. */
  step: (by: 1 | -1) => void;
}

/**
 * Finds the items of the story that say something, drawn or not, open or folded.
 *
 * @param start the sequence of the item to begin at
 * @param onStep the story is to be drawn anew
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
  const placeOf = (sequence: number | undefined): number => placeIn(matches, (item) => item.sequence - (sequence ?? 0));
  return {
    query,
    setQuery(next) {
      delete memory.match;
      if (next === undefined) delete memory.query;
      else memory.query = next;
      redraw(undefined);
    },
    finder,
    words: matchWords(matches.length, memory.match === undefined ? -0.5 : placeOf(memory.match)),
    step(by) {
      const from = memory.match === undefined ? placeOf(start) - 0.5 * by : placeOf(memory.match);
      const match = matches.length > 0 ? matches[stepTo(matches.length, from, by)] : undefined;
      if (!match || !finder) return;
      memory.match = match.sequence;
      for (const { text, folds } of wordsOf(match)) {
        if (finder.test(text)) for (const fold of folds) memory.open.set(fold, true);
      }
      standAt(match.sequence, story.length, memory);
      onStep();
    },
  };
}

/** An event may be told by several items: it is gone to once. */
function firstOfEach(items: readonly StepView[]): StepView[] {
  return items.filter(({ sequence }, index) => sequence !== items[index - 1]?.sequence);
}

/** Whether an item says it; an item that has not changed is looked at once. */
function finding(finder: RegExp): (item: StepView) => boolean {
  const known = new WeakMap<StepView, boolean>();
  return (item) => {
    let says = known.get(item);
    if (says === undefined) {
      says = wordsOf(item).some(({ text }) => finder.test(text));
      known.set(item, says);
    }
    return says;
  };
}
