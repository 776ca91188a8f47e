import { callStates } from "#model/callStates.ts";
import { needsPerson, statusFacts } from "#model/status.ts";
import type { Look } from "#ui/icons.ts";
import type { RunHeader } from "./headerViews.ts";

/** The look of a run's own status. The icon of an exported run doesn't spin, nor that of one of which nothing comes. */
export function headerLook(
  { status, asOf, blockedBy }: Pick<RunHeader, "status" | "asOf" | "blockedBy">,
  isSilent = false,
): Look {
  if (blockedBy !== undefined) return callStates.blocked;
  const look = statusFacts(status);
  const isStill = isSilent || asOf !== undefined;
  return look.icon === "loading" && isStill ? { icon: "history", tone: look.tone } : look;
}

/** The class of the line with the status, whose word has the color of bad news or of a question. */
export function nowClass(header: Pick<RunHeader, "status" | "asOf" | "blockedBy">): string {
  return `now${headerLook(header).tone === "bad" ? " bad" : needsPerson(header.status) ? " ask-you" : ""}`;
}
