import { isTerminal } from "../../model/status.ts";
import type { StepView } from "../../protocol/storyViews.ts";
import type { Dispatch } from "../state/panelStore.ts";
import type { StoryMemory } from "../state/viewMemory.ts";
import { mainOf } from "./storyKeys.ts";

/** Makes the story open at this place when it is drawn next. @param items how many steps it has now */
export function standAt(sequence: number, items: number, memory: StoryMemory): void {
  Object.assign(memory, { opened: true, atEnd: false, seen: items, target: sequence });
}

/** The same, and moves the focus there. @param id the step's id, if one event began several */
export function aimAt(sequence: number, items: number, memory: StoryMemory, id?: string): void {
  standAt(sequence, items, memory);
  memory.jump = true;
  delete memory.jumpId;
  if (id !== undefined) memory.jumpId = id;
}

/** Goes from another view to a place in the story. */
export function showInStory(sequence: number, items: number, memory: StoryMemory, dispatch: Dispatch): void {
  aimAt(sequence, items, memory);
  dispatch({ type: "tab", tab: "story" });
}

/**
 * Decides where the story opens: at the failure, at the pending input request, at the end of a live run, otherwise at
 * the top. The story may arrive in pieces, so a place that isn't there yet is looked for again with the next one.
 */
export function openStory(story: readonly StepView[], status: string, memory: StoryMemory): void {
  if (memory.opened) return;
  if (status === "failed" || status === "awaiting_input") {
    const target = story.find((item) => item.kind === "failed" || (item.kind === "request" && item.pending));
    if (!target) return;
    memory.target = target.sequence;
    memory.seen = story.length;
  } else {
    memory.atEnd = !isTerminal(status);
  }
  memory.opened = true;
}

/** Moves the focus to the step that the reader jumped to, once it is there. Returns whether the target is there. */
export function takeJump(scroller: HTMLElement | null, memory: StoryMemory): boolean {
  const item = itemOf(scroller, memory.target ?? memory.current);
  if (item && memory.jump) {
    const aim = memory.jumpId === undefined ? undefined : `[data-item="${CSS.escape(memory.jumpId)}"]`;
    const own = (aim && scroller?.querySelector<HTMLElement>(aim)) || item;
    delete memory.jump;
    delete memory.jumpId;
    mainOf(own).focus({ preventScroll: true });
  }
  return item !== undefined && memory.target !== undefined;
}

/** The drawn step with a sequence. */
export function itemOf(scroller: HTMLElement | null, sequence: number | undefined): HTMLElement | undefined {
  return scroller?.querySelector<HTMLElement>(`[data-sequence="${sequence}"]`) ?? undefined;
}
