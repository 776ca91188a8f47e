import { unreadableWord } from "./unreadableWord.ts";

interface StatusFacts {
  word: string;
  /** The name of its group in the tree. */
  group: string;
  /** A codicon. `loading` is drawn spinning. */
  icon: string;
  /** A run of this status never changes again. */
  isTerminal: boolean;
}

/** The facts about each status, in the order of the groups. */
const facts = {
  awaiting_input: { word: "Waiting for you", group: "Waiting for You", icon: "bell-dot", isTerminal: false },
  started: { word: "Running", group: "Running", icon: "loading", isTerminal: false },
  created: { word: "Created", group: "Created", icon: "circle-large", isTerminal: false },
  paused: { word: "Paused", group: "Paused", icon: "debug-pause", isTerminal: false },
  failed: { word: "Failed", group: "Failed", icon: "error", isTerminal: true },
  completed: { word: "Completed", group: "Completed", icon: "pass-filled", isTerminal: true },
  canceled: { word: "Canceled", group: "Canceled", icon: "circle-slash", isTerminal: true },
} as const satisfies Record<string, StatusFacts>;

export type KnownStatus = keyof typeof facts;

/** A run's statuses, in the order of the groups. The API may send others: they work too and come last. */
export const knownStatuses = Object.keys(facts) as KnownStatus[];

/** The codicons of statuses, `question` for an unknown status and `warning` for one that can't be read. */
export type StatusIcon = (typeof facts)[KnownStatus]["icon"] | "question" | "warning";

export function isKnownStatus(status: string): status is KnownStatus {
  return Object.hasOwn(facts, status);
}

/** Whether a run of this status never changes again. An unknown status may still change. */
export function isTerminal(status: string): boolean {
  return isKnownStatus(status) && facts[status].isTerminal;
}

/** The order of groups: known statuses as listed, unknown ones after them by name. */
export function compareStatuses(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** The status in words, as the panel shows it. An unknown status is shown as the API sent it. */
export function statusWord(status: string): string {
  if (status === unreadableWord) return "Unreadable";
  return isKnownStatus(status) ? facts[status].word : status;
}

/** The name of the status's group in the tree. */
export function groupLabel(status: string): string {
  if (status === unreadableWord) return "Unreadable";
  return isKnownStatus(status) ? facts[status].group : status;
}

/** The codicon of the status, without a modifier. `loading` is drawn spinning. */
export function statusIcon(status: string): StatusIcon {
  if (status === unreadableWord) return "warning";
  return isKnownStatus(status) ? facts[status].icon : "question";
}

function rank(status: string): number {
  return isKnownStatus(status) ? knownStatuses.indexOf(status) : knownStatuses.length;
}
