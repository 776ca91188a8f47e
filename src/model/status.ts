import { unreadableWord } from "./unreadable.ts";

/** A run's statuses in the order in which groups stand. The API may send others: those work too and come last. */
export const knownStatuses = [
  "awaiting_input",
  "started",
  "created",
  "paused",
  "failed",
  "completed",
  "canceled",
] as const;

export type KnownStatus = (typeof knownStatuses)[number];

interface StatusLook {
  word: string;
  group: string;
  icon: string;
}

const looks: Record<KnownStatus, StatusLook> = {
  awaiting_input: { word: "Waiting for you", group: "Waiting for You", icon: "bell-dot" },
  started: { word: "Running", group: "Running", icon: "loading" },
  created: { word: "Created", group: "Created", icon: "circle-large" },
  paused: { word: "Paused", group: "Paused", icon: "debug-pause" },
  failed: { word: "Failed", group: "Failed", icon: "error" },
  completed: { word: "Completed", group: "Completed", icon: "pass-filled" },
  canceled: { word: "Canceled", group: "Canceled", icon: "circle-slash" },
};

export function isKnownStatus(status: string): status is KnownStatus {
  return Object.hasOwn(looks, status);
}

/** Whether a run of this status never changes again. An unknown status may still change. */
export function isTerminal(status: string): boolean {
  return status === "completed" || status === "failed" || status === "canceled";
}

/** The order of groups: known statuses as listed, unknown ones after them by name. */
export function compareStatuses(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** The status in words, as the panel says it; an unknown one as the API sent it. */
export function statusWord(status: string): string {
  if (status === unreadableWord) return "Unreadable";
  return isKnownStatus(status) ? looks[status].word : status;
}

/** The name of the status's group in the tree. */
export function groupLabel(status: string): string {
  if (status === unreadableWord) return "Unreadable";
  return isKnownStatus(status) ? looks[status].group : status;
}

/** The codicon of the status, without a modifier: `loading` is to spin. */
export function statusIcon(status: string): string {
  if (status === unreadableWord) return "warning";
  return isKnownStatus(status) ? looks[status].icon : "question";
}

function rank(status: string): number {
  return isKnownStatus(status) ? knownStatuses.indexOf(status) : knownStatuses.length;
}
