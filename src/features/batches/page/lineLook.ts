import { callStates } from "../../../model/callStates.ts";
import { statusFacts } from "../../../model/status.ts";
import type { Look } from "../../../ui/Icon.tsx";

/** The states of a line without a run: it can't be sent, was sent without a response, is being sent, or waits. */
export const lineStates = ["line.failed", "line.unknown", "line.sending", "line.waiting"] as const;

const looks = new Map<string, Look>([
  ["line.failed", { icon: "warning", tone: "bad" }],
  ["line.unknown", { icon: "question", tone: "wait" }],
  ["line.sending", { icon: "loading", tone: "run" }],
  ["run.blocked", callStates.blocked],
  ["line.waiting", { icon: "circle-large", tone: "idle" }],
]);

/** The icon and color of a line, or of its run. */
export function lineLook(status: string): Look {
  return looks.get(status) ?? statusFacts(status);
}
