import type { RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { finderOf } from "#base/text/textFinder.ts";
import { matchWords, type ListPosition, positionIn, stepTo } from "#ui/find.ts";
import { foundRanges } from "#ui/foundRanges.ts";
import { useFindKey } from "#ui/hooks/useFindKey.ts";
import { useTypedMatch } from "#ui/hooks/useTypedMatch.ts";
import { focusOn, focusStill } from "#ui/reveal.ts";
import type { CallsFound } from "#workbench/panel/page/state/panelState.ts";
import type { StoryMemory } from "#workbench/panel/page/state/viewMemory.ts";
import { standAt, stepOf } from "#workbench/panel/page/story/openStory.ts";
import { mainOf } from "#workbench/panel/page/story/storyKeyboard.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { useHostSearch } from "#workbench/panel/page/useHostSearch.ts";
import { isUnsent, wordsOf } from "./stepWords.ts";

export interface FindOptions {
  story: readonly StepView[];
  /** What the extension has found in the model calls whose messages the page doesn't have. */
  foundCalls: CallsFound | undefined;
  memory: StoryMemory;
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** The sequence of the step to begin at. */
  from: number | undefined;
  redraw: () => void;
  scrollToTop: (top: number) => void;
  jumpTo: (sequence: number) => void;
  hasKey: boolean;
}

/** `query` is absent without a search; `words` says how many steps contain it; `step` goes to another one. */
export type StoryFound = ReturnType<typeof useStoryFind>;

/**
 * Finds the steps of the story that contain a text, drawn or not, expanded or collapsed: its matches with their marks,
 * its field, and the focus afterwards.
 */
export function useStoryFind(options: FindOptions) {
  const { story, memory, scroller, content, from: start, redraw, scrollToTop, jumpTo } = options;
  const { query } = memory;
  const finder = useMemo(() => finderOf(query ?? ""), [query]);
  const { matches, isSearching } = useMatches(options, finder);
  const matchPosition = (sequence = 0): ListPosition => positionIn(matches, (step) => step.sequence - sequence);
  const at = memory.match === undefined ? undefined : matchPosition(memory.match);
  const origin = useRef<number>(undefined);
  const typed = useTypedMatch(query, matches.length, () => {
    const match = matches[matchPosition(origin.current).index] ?? matches[0];
    if (!match) return;
    standAt(match.sequence, story.length, memory);
    redraw();
  });
  const field = useRef<HTMLInputElement>(null);
  const setQuery = (next: string | undefined): void => {
    delete memory.match;
    memory.query = next;
    if (next === undefined) origin.current = undefined;
    else origin.current ??= start ?? 0;
    redraw();
    typed(next);
  };
  const open = (): void => (query === undefined ? setQuery("") : field.current?.select());
  useFindKey(open, options.hasKey);
  useStoryMarks(content, finder, memory, scrollToTop);
  const expand = useExpanding(options, matches, finder);
  /** Moves the focus to the step with the match, otherwise to the story. */
  const leave = (): void => {
    const match = stepOf(scroller.current, memory.match);
    if (match) focusStill(mainOf(match));
    else if (memory.match === undefined) focusOn(scroller.current);
    else jumpTo(memory.match);
  };
  const close = (): void => {
    leave();
    setQuery(undefined);
  };
  const step = (by: 1 | -1): void => {
    const from = matchPosition(memory.match ?? origin.current ?? start);
    // The first step of a search stays where the reader is, if that is a match.
    const isHere = memory.match === undefined && from.isAt;
    const match = isHere ? matches[from.index] : matches[stepTo(matches.length, from, by)];
    if (!match) return;
    memory.match = match.sequence;
    origin.current = match.sequence;
    expand(match);
    standAt(match.sequence, story.length, memory);
    redraw();
  };
  const words = matchWords(matches.length, at?.isAt ? at.index : undefined, isSearching);
  return { query, setQuery, field, open, leave, close, words, step };
}

/**
 * The steps that contain a text, and whether the extension still looks for more. One event may have several; the search
 * stops at it once.
 */
function useMatches({ story, memory, foundCalls }: FindOptions, finder: RegExp | undefined) {
  const asks = useMemo(() => story.some(isUnsent), [story]);
  const inCalls = useHostSearch("searchCalls", asks ? (memory.query ?? "") : "", foundCalls);
  const matchCache = useMemo(() => new WeakMap<StepView, boolean>(), [finder]);
  const isSearching = asks && inCalls?.done !== true;
  if (!finder) return { matches: [], isSearching };
  const says = (step: StepView): boolean => {
    const isFound = matchCache.get(step) ?? wordsOf(step).some(({ text }) => finder.test(text));
    matchCache.set(step, isFound);
    return isFound;
  };
  const isMatch = (step: StepView): boolean =>
    says(step) || (step.kind === "model" && inCalls?.sequences.has(step.sequence) === true);
  const matches = story.filter(isMatch);
  return { matches: matches.filter(({ sequence }, index) => sequence !== matches[index - 1]?.sequence), isSearching };
}

/** Expands what hides a match. The messages of a model call arrive once it is expanded, and are expanded then. */
function useExpanding(
  { story, memory, redraw }: FindOptions,
  matches: readonly StepView[],
  finder: RegExp | undefined,
): (match: StepView) => void {
  const awaited = useRef<string>(undefined);
  const expand = (match: StepView): void => {
    awaited.current = isUnsent(match) ? match.id : undefined;
    if (isUnsent(match)) memory.open.set(match.id, true);
    for (const { text, folds } of wordsOf(match)) {
      if (finder?.test(text)) for (const fold of folds) memory.open.set(fold, true);
    }
  };
  useLayoutEffect(() => {
    const match = matches.find(({ id }) => id === awaited.current);
    if (!match || isUnsent(match)) return;
    expand(match);
    redraw();
  }, [story]);
  return expand;
}

/** The style sheet uses these names: all matches, and those in the step that the reader went to. */
const highlightNames = { all: "found", here: "found-here" };

/**
 * Marks matches in the drawn part of the story, and again after changes: texts grow, and lines are drawn when they come
 * into view. A match far down in a long step is scrolled into view, too.
 */
function useStoryMarks(
  content: RefObject<HTMLElement | null>,
  finder: RegExp | undefined,
  memory: StoryMemory,
  scrollToTop: (top: number) => void,
): void {
  useLayoutEffect(() => {
    const element = content.current;
    if (!element || !finder) return undefined;
    let frame = 0;
    const mark = (): void => {
      frame = 0;
      const here = element.querySelector(`[data-sequence="${memory.match}"]`);
      // Without the time before a step.
      const bodies = [...element.querySelectorAll<HTMLElement>(".step > :not(.at)")];
      const ranges = bodies.flatMap((body) => foundRanges(body, finder));
      const inStep = ranges.filter((range) => here?.contains(range.startContainer));
      CSS.highlights.set(highlightNames.all, new Highlight(...ranges));
      CSS.highlights.set(highlightNames.here, new Highlight(...inStep));
      if (inStep[0] && memory.target === memory.match) bringIntoView(inStep[0], element.parentElement!);
    };
    const bringIntoView = (range: Range, scroller: HTMLElement): void => {
      const { top, bottom } = range.getBoundingClientRect();
      const view = scroller.getBoundingClientRect();
      if (top >= view.top && bottom <= view.bottom) return;
      // The step isn't kept in place any more, because the reader reads this part of it.
      delete memory.target;
      scrollToTop(scroller.scrollTop + top - view.top - view.height / 2);
    };
    const observer = new MutationObserver(() => {
      if (frame === 0) frame = requestAnimationFrame(mark);
    });
    observer.observe(element, { subtree: true, childList: true, characterData: true });
    mark();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
      for (const name of Object.values(highlightNames)) CSS.highlights.delete(name);
    };
  }, [finder, memory.match]);
}
