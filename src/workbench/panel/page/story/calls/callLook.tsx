import { callStates } from "#model/callStates.ts";
import { formatDuration, formatTicking } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { useNow } from "#ui/hooks/useNow.ts";
import type { Look } from "#ui/icons.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";

type ToolCall = Extract<StepView, { kind: "tool" }>;

interface CallLook extends Look {
  label: string;
}

const stillLook: CallLook = { icon: "history", tone: "run", label: "was running when exported" };

export function callLook({ state, still: isStill }: Pick<ToolCall, "state" | "still">): CallLook {
  return isStill ? stillLook : { ...callStates[state], label: state };
}

/** The word in place of a duration for a call without one. */
export function wordOfCall({ state, still: isStill }: Pick<ToolCall, "state" | "still">): string | undefined {
  if (isStill) return undefined;
  return state === "finished" || state === "running" || state === "failed" ? undefined : state;
}

/** How long a call took, counting while it runs. */
export function CallDuration({ step }: { step: Pick<ToolCall, "state" | "startedAt" | "duration"> }) {
  const start = parseTime(step.startedAt);
  const ticking = step.state === "running" && start !== undefined;
  const now = useNow(ticking);
  if (step.duration !== undefined) return <>{formatDuration(step.duration)}</>;
  return <>{ticking ? formatTicking(now - start) : ""}</>;
}
