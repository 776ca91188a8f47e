import type { StepView } from "../../../protocol/storyViews.ts";

type Call = Extract<StepView, { kind: "tool" }>;

/** Calls whose result is in their line. */
const folded: ReadonlySet<Call["state"]> = new Set(["finished", "discarded", "skipped"]);

/** Whether a call is expanded until the reader has chosen. The line of a failed call that was repeated says enough. */
export function isOpenUnlessFolded({ state, repeated }: Call): boolean {
  return !folded.has(state) && !(state === "failed" && repeated !== undefined);
}
