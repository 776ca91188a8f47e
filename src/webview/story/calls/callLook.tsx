import { formatDuration, formatTicking } from "../../../model/duration.ts";
import { parseTime } from "../../../model/isoTime.ts";
import type { StepView, ToolCallState } from "../../../protocol/storyViews.ts";
import { useNow } from "../../ui/hooks/useNow.ts";
import type { IconName } from "../../ui/icons.ts";

type ToolCall = Extract<StepView, { kind: "tool" }>;

/** Icon, colour and word of a call. */
const callLooks: Record<ToolCallState, { icon: IconName; class: string; label: string }> = {
  running: { icon: "loading", class: "st-started spin", label: "running" },
  finished: { icon: "check", class: "st-done", label: "finished" },
  failed: { icon: "error", class: "st-failed", label: "failed" },
  unfinished: { icon: "circle-slash", class: "st-canceled", label: "did not finish" },
  discarded: { icon: "circle-slash", class: "st-canceled", label: "discarded" },
  skipped: { icon: "skip", class: "st-canceled", label: "skipped" },
};

const still: (typeof callLooks)[ToolCallState] = {
  icon: "history",
  class: "st-started",
  label: "was running when exported",
};

export function callLook({ state, still: isStill }: Pick<ToolCall, "state" | "still">): typeof still {
  return isStill ? still : callLooks[state];
}

/** The word in place of a duration for a call without one. */
export function wordOfCall({ state, still: isStill }: Pick<ToolCall, "state" | "still">): string | undefined {
  if (isStill) return undefined;
  return state === "discarded" || state === "skipped" ? state : state === "unfinished" ? "no result" : undefined;
}

/** How long a call took, counting while it runs. */
export function CallDuration({ step }: { step: ToolCall }) {
  const start = parseTime(step.startedAt);
  const ticking = step.state === "running" && start !== undefined;
  const now = useNow(ticking);
  if (step.duration !== undefined) return <>{formatDuration(step.duration)}</>;
  return <>{ticking ? formatTicking(now - start) : ""}</>;
}
