import { callStates } from "../../../model/callStates.ts";
import { statusFacts } from "../../../model/status.ts";
import type { Look } from "../../../ui/Icon.tsx";

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
