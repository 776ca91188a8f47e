import { useRef } from "preact/hooks";
import { lowerBound } from "#base/lowerBound.ts";
import { isTerminal, needsPerson } from "#model/status.ts";
import { settle } from "#ui/hooks/useFollow.ts";
import { useLatest } from "#ui/hooks/useLatest.ts";
import { focusStill } from "#ui/reveal.ts";
import type { Dispatch } from "#workbench/panel/page/state/panelState.ts";
import type { StoryMemory } from "#workbench/panel/page/state/viewMemory.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { mainOf } from "./storyKeyboard.ts";
import { sameKeyAt } from "./storyLines.ts";

/** Makes the story open at a step when it is drawn next. @param steps how many steps it has now */
export function standAt(sequence: number, steps: number, memory: StoryMemory): void {
  delete memory.land;
  delete memory.settled;
  Object.assign(memory, { opened: true, atEnd: false, seen: steps, target: sequence });
}

/** The step with the result or the failure, once the run is over. */
export function endOf(story: readonly StepView[]): StepView | undefined {
  return story.findLast(({ kind }) => kind === "completed" || kind === "failed");
}

/** Makes the story open at a step, and moves the focus there. @param id the step's id, if one event began several */
function aimAt(sequence: number, steps: number, memory: StoryMemory, id?: string): void {
  standAt(sequence, steps, memory);
  memory.jump = true;
  delete memory.jumpId;
  if (id !== undefined) memory.jumpId = id;
}

/** Goes from another view to a step of the story. */
export function showInStory(sequence: number, steps: number, memory: StoryMemory, dispatch: Dispatch): void {
  aimAt(sequence, steps, memory);
  dispatch({ type: "tab", tab: "story" });
}

/**
 * Decides where the story opens: at the result or the failure, at the pending input request, at the end of a live run,
 * otherwise at the top. The story may arrive in pieces, so a step that isn't there yet is looked for again with the
 * next one.
 */
export function openStory(story: readonly StepView[], status: string, memory: StoryMemory): void {
  // A reader who follows a run gets to the beginning of its result, which may be taller than the view.
  if (memory.opened && (memory.landed || !memory.atEnd)) return;
  if (status === "completed" || status === "failed") {
    const target = endOf(story);
    if (target?.kind !== status) return;
    const landing = { target: target.sequence, land: "result", landed: true, atEnd: false };
    // In a run that is over, nothing is new.
    Object.assign(memory, { ...landing, seen: Number.POSITIVE_INFINITY });
  } else if (memory.opened) {
    return;
  } else if (needsPerson(status)) {
    const target = story.find((step) => step.kind === "failed" || (step.kind === "request" && step.pending));
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
  const step = stepOf(scroller, memory.target ?? memory.current);
  // It may have been drawn without a change of heights.
  if (scroller && step && memory.land !== undefined) settle(scroller, memory);
  if (step && memory.jump) {
    const aim = memory.jumpId === undefined ? undefined : `[data-item="${CSS.escape(memory.jumpId)}"]`;
    const own = (aim && scroller?.querySelector<HTMLElement>(aim)) || step;
    delete memory.jump;
    delete memory.jumpId;
    focusStill(mainOf(own));
    if (scroller) settle(scroller, memory);
  }
  return step !== undefined && memory.target !== undefined;
}

export function stepOf(scroller: HTMLElement | null, sequence: number | undefined): HTMLElement | undefined {
  return scroller?.querySelector<HTMLElement>(`[data-sequence="${sequence}"]`) ?? undefined;
}

/** Expands what hides a step: the calls of sub-agents, and the line of equal neighbours. */
export function openAround(story: readonly StepView[], { target, open }: Pick<StoryMemory, "target" | "open">): void {
  if (target === undefined) return;
  const at = lowerBound(story, ({ sequence }) => sequence <= target) - 1;
  const step = story[at];
  const same = sameKeyAt(story, at);
  if (same !== undefined) open.set(same, true);
  for (let call = step?.speaker?.calledBy; call !== undefined;) {
    open.set(call, true);
    const id = call;
    call = story.findLast((each) => each.id === id)?.speaker?.calledBy;
  }
}

/** Goes to a step, or to the result. The functions stay the same, since they are passed to every step. */
export function useJumps(story: readonly StepView[], memory: StoryMemory, redraw: () => void) {
  const latest = useLatest(story);
  const jumpTo = useRef((sequence: number, id?: string): void => {
    aimAt(sequence, latest.current.length, memory, id);
    redraw();
  }).current;
  const onResult = useRef((): void => {
    const end = endOf(latest.current);
    if (!end) return;
    jumpTo(end.sequence, end.id);
    memory.land = "result";
  }).current;
  return { jumpTo, onResult };
}
