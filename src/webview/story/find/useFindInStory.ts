import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import type { StepView } from "../../../protocol/storyViews.ts";
import type { StoryMemory } from "../../state/viewMemory.ts";
import { useFindKey } from "../../ui/hooks/useFindKey.ts";
import { focusOn } from "../../ui/reveal.ts";
import { stepOf } from "../openStory.ts";
import { mainOf } from "../storyKeyboard.ts";
import { type StoryFound, useStoryFind } from "./useStoryFind.ts";
import { useStoryMarks } from "./useStoryMarks.ts";

interface FindOptions {
  story: readonly StepView[];
  memory: StoryMemory;
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** The sequence of the step to begin at. */
  from: number | undefined;
  redraw: () => void;
  scrollToTop: (top: number) => void;
  jumpTo: (sequence: number) => void;
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
  useFindKey(open);
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
