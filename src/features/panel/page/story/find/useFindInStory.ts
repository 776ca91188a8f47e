import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { foundRanges } from "../../../../../ui/foundRanges.ts";
import { useFindKey } from "../../../../../ui/hooks/useFindKey.ts";
import { focusOn } from "../../../../../ui/reveal.ts";
import type { StoryMemory } from "../../state/viewMemory.ts";
import type { StepView } from "../../storyViews.ts";
import { stepOf } from "../openStory.ts";
import { mainOf } from "../storyKeyboard.ts";
import { type StoryFound, useStoryFind } from "./useStoryFind.ts";

interface FindOptions {
  story: readonly StepView[];
  memory: StoryMemory;
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  from: number | undefined;
  redraw: () => void;
  scrollToTop: (top: number) => void;
  jumpTo: (sequence: number) => void;
  hasKey: boolean;
}

interface FindInStory {
  find: StoryFound;
  field: RefObject<HTMLInputElement | null>;
  open: () => void;
  /** Moves the focus to the step with the match, otherwise to the story. */
  leave: () => void;
  close: () => void;
}

/** The search in the story: its matches with their marks, its field, and the focus afterwards. */
export function useFindInStory(options: FindOptions): FindInStory {
  const { story, memory, scroller, content, from, redraw, scrollToTop, jumpTo } = options;
  const find = useStoryFind(story, memory, from, redraw);
  useStoryMarks(content, find.finder, memory, scrollToTop);
  const field = useRef<HTMLInputElement>(null);
  const open = (): void => (find.query === undefined ? find.setQuery("") : field.current?.select());
  useFindKey(open, options.hasKey);
  const leave = (): void => {
    const match = stepOf(scroller.current, memory.match);
    if (match) mainOf(match).focus({ preventScroll: true });
    else if (memory.match === undefined) focusOn(scroller.current);
    else jumpTo(memory.match);
  };
  const close = (): void => {
    leave();
    find.setQuery(undefined);
  };
  return { find, field, open, leave, close };
}

/** The style sheet uses these names: all matches, and those in the step that the reader went to. */
const names = { all: "found", here: "found-here" };

/**
 * Marks matches in the drawn part of the story, and again after changes: Markdown is drawn late, and lines when they
 * come into view. A match far down in a long step is scrolled into view, too.
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
      CSS.highlights.set(names.all, new Highlight(...ranges));
      CSS.highlights.set(names.here, new Highlight(...inStep));
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
      for (const name of Object.values(names)) CSS.highlights.delete(name);
    };
  }, [finder, memory.match]);
}
