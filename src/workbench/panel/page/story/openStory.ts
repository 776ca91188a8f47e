import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
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
  Object.assign(memory, { opened: true, atEnd: false, seen: steps, target: sequence, expand: true });
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
 *
 * @returns whether it was decided now
 */
export function openStory(story: readonly StepView[], status: string, memory: StoryMemory): boolean {
  // A reader who follows a run gets to the beginning of its result, which may be taller than the view.
  if (memory.opened && (memory.landed || !memory.atEnd)) return false;
  if (status === "completed" || status === "failed") {
    const target = endOf(story);
    if (target?.kind !== status) return false;
    const landing = { target: target.sequence, expand: true, land: "result", landed: true, atEnd: false };
    // In a run that is over, nothing is new.
    Object.assign(memory, { ...landing, seen: Number.POSITIVE_INFINITY });
  } else if (memory.opened) {
    return false;
  } else if (needsPerson(status)) {
    const target = story.find((step) => step.kind === "failed" || (step.kind === "request" && step.pending));
    if (!target) return false;
    Object.assign(memory, { target: target.sequence, expand: true, seen: story.length });
  } else {
    memory.atEnd = !isTerminal(status);
  }
  memory.opened = true;
  return true;
}

/** Opens the story where its reader looks first. Call it before what scrolls the story. */
export function useOpening(story: readonly StepView[], status: string, memory: StoryMemory): void {
  const [, redraw] = useReducer<object, undefined>(() => ({}), {});
  // After each drawing: a reader who has scrolled to the end of a run that is over lands at its result, too.
  useLayoutEffect(() => {
    if (openStory(story, status, memory)) redraw(undefined);
  });
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

/**
 * Expands what hides the target, once its step is there: the calls of sub-agents, and the line of equal neighbours.
 * After that, the reader may collapse it.
 *
 * @returns whether that changed what is expanded
 */
export function expandTarget(story: readonly StepView[], memory: StoryMemory): boolean {
  const { target, open } = memory;
  if (target === undefined || !memory.expand) return false;
  const at = lowerBound(story, ({ sequence }) => sequence <= target) - 1;
  const step = story[at];
  if (step?.sequence !== target) return false;
  delete memory.expand;
  const hiding = hidingSteps(story, at).filter((id) => open.get(id) !== true);
  for (const id of hiding) open.set(id, true);
  return hiding.length > 0;
}

/** What hides a step while it is collapsed. */
function hidingSteps(story: readonly StepView[], at: number): string[] {
  const same = sameKeyAt(story, at);
  const hiding = same === undefined ? [] : [same];
  for (let call = story[at]?.speaker?.calledBy; call !== undefined;) {
    hiding.push(call);
    const id = call;
    call = story.findLast((each) => each.id === id)?.speaker?.calledBy;
  }
  return hiding;
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
