import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { StoryMemory } from "../../state/viewMemory.ts";
import { foundRanges } from "../../ui/foundRanges.ts";

/** The style sheet uses these names: all matches, and those in the step that the reader went to. */
const names = { all: "found", here: "found-here" };

/**
 * Marks matches in the drawn part of the story, and again after changes: Markdown is drawn late, and lines when they
 * come into view. A match far down in a long step is scrolled into view, too.
 */
export function useStoryMarks(
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
