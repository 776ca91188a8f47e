import { useMemo } from "preact/hooks";
import { isTerminal } from "#model/status.ts";
import type { PanelState } from "#workbench/panel/page/state/panelState.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import { endOf } from "./openStory.ts";

/** The story of a run as it is shown: once the run is over and whole, nothing in it looks active. */
export function useEndedStory({ run, story }: Pick<PanelState, "run" | "story">): readonly StepView[] {
  const isOver = run !== undefined && isTerminal(run.header.status) && run.live.kind === "ended";
  return useMemo(() => (isOver ? endedStory(story) : story), [story, isOver]);
}

/**
 * The story of a run that has ended. If the event is lost that ends a text, a call or an input request, the end of the
 * run ends it, so that nothing looks active. The end of a workflow that says the same as the run's is left out.
 */
function endedStory(story: readonly StepView[]): readonly StepView[] {
  const end = endOf(story);
  const shown = story.some((step) => isSaid(step, end)) ? story.filter((step) => !isSaid(step, end)) : story;
  return shown.some((step) => ended(step) !== step) ? shown.map(ended) : shown;
}

function isSaid(step: StepView, end: StepView | undefined): boolean {
  if (step.kind !== "workflow" || step.nodes.length > 0) return false;
  if (end?.kind !== "failed") return end?.kind === "completed" && step.title === "";
  return [end.message, end.reason].some((words) => words?.includes(step.text));
}

function ended(step: StepView): StepView {
  if ("growing" in step && step.growing) return { ...step, growing: false };
  if (step.kind === "tool" && step.state === "running") return { ...step, state: "unfinished" };
  if (step.kind === "request" && step.pending) return { ...step, pending: false };
  return step;
}
