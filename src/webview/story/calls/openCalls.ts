import type { StepView } from "../../../protocol/storyViews.ts";

type Call = Extract<StepView, { kind: "tool" }>;

/** What became of these is in their line. */
const folded: ReadonlySet<Call["state"]> = new Set(["finished", "discarded", "skipped"]);

/** Whether a call is open until somebody has chosen; the line of a failed one that was repeated says all. */
export function isOpenUnlessFolded({ state, repeated }: Call): boolean {
  return !folded.has(state) && !(state === "failed" && repeated !== undefined);
}
