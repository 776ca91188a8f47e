import { callStates } from "../../../model/callStates.ts";
import { statusFacts } from "../../../model/status.ts";
import type { Look } from "../../../ui/Icon.tsx";
import type { RunHeader } from "./headerViews.ts";

/** The look of a run's own status. The icon of an exported run doesn't spin. */
export function headerLook({ status, asOf, blockedBy }: Pick<RunHeader, "status" | "asOf" | "blockedBy">): Look {
  if (blockedBy !== undefined) return callStates.blocked;
  const look = statusFacts(status);
  return look.icon === "loading" && asOf !== undefined ? { icon: "history", tone: look.tone } : look;
}
