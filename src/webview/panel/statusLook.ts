import type { RunHeader } from "../../protocol/viewModels.ts";
import type { IconName } from "../ui/icons.ts";

/** Icon and colour of a status: colour sits on the icon, the word stays in the foreground. */
export interface StatusLook {
  icon: IconName;
  class: string;
  /** For the line of the sentence: the two words that are coloured. */
  line?: "bad" | "ask-you";
}

const looks: Record<string, StatusLook> = {
  created: { icon: "circle-large", class: "st-created" },
  started: { icon: "loading", class: "st-started spin" },
  paused: { icon: "debug-pause", class: "st-paused" },
  awaiting_input: { icon: "bell-dot", class: "st-awaiting_input", line: "ask-you" },
  completed: { icon: "pass-filled", class: "st-completed" },
  failed: { icon: "error", class: "st-failed", line: "bad" },
  canceled: { icon: "circle-slash", class: "st-canceled" },
};

export function statusLook(status: string): StatusLook {
  return Object.hasOwn(looks, status) ? looks[status]! : { icon: "question", class: "st-unknown" };
}

/** That of a run's own status. What was running when it was exported doesn't spin. */
export function headerLook({ status, asOf }: Pick<RunHeader, "status" | "asOf">): StatusLook {
  return status === "started" && asOf !== undefined ? { icon: "history", class: "st-started" } : statusLook(status);
}

const over = new Set(["completed", "failed", "canceled"]);

/** Nothing more will happen to a run with this status. */
export function isOver(status: string): boolean {
  return over.has(status);
}
