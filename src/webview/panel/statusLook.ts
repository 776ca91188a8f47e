import { isKnownStatus, statusIcon } from "../../model/status.ts";
import type { RunHeader } from "../../protocol/viewModels.ts";
import type { IconName } from "../ui/icons.ts";

/** Icon and colour of a status: the icon has the colour, the word keeps the foreground colour. */
export interface StatusLook {
  icon: IconName;
  class: string;
  /** For the line of the sentence: the two words that have a colour. */
  line?: "bad" | "ask-you";
}

const lines: Readonly<Record<string, StatusLook["line"]>> = { awaiting_input: "ask-you", failed: "bad" };

export function statusLook(status: string): StatusLook {
  const look = { icon: statusIcon(status), class: statusClass(status) };
  return isKnownStatus(status) && lines[status] ? { ...look, line: lines[status] } : look;
}

function statusClass(status: string): string {
  if (!isKnownStatus(status)) return "st-unknown";
  return status === "started" ? "st-started spin" : `st-${status}`;
}

/** The look of a run's own status. The icon of an exported run doesn't spin. */
export function headerLook({ status, asOf }: Pick<RunHeader, "status" | "asOf">): StatusLook {
  return status === "started" && asOf !== undefined ? { icon: "history", class: "st-started" } : statusLook(status);
}
