import { unreadableWord } from "./unreadableWord.ts";

/** How a status, or a part of a run, is colored. Each view has one color for each tone. */
export type Tone = "idle" | "run" | "wait" | "good" | "bad";

/** Everything that views need to know about a status. None of them names statuses to choose how they look. */
export interface StatusFacts {
  word: string;
  group: string;
  /** A codicon. `loading` is drawn spinning. */
  icon: string;
  tone: Tone;
  /** The state of the part of its story where the run is. */
  part: "running" | "waiting" | "paused" | "done" | "failed" | "canceled";
  /** A run of this status never changes again. */
  isTerminal: boolean;
  /** Set when it needs a person: its input requests come first wherever it is shown. */
  asks?: true;
  /** Set when it may have input requests that wait for a person. */
  mayAsk?: true;
  /** Set when its group in the tree is collapsed at first. */
  startsCollapsed?: true;
}

/** The facts about each status, in the order of the groups. */
const factsByStatus = {
  awaiting_input: {
    word: "Waiting for you",
    group: "Waiting for You",
    icon: "bell-dot",
    tone: "wait",
    part: "waiting",
    isTerminal: false,
    asks: true,
    mayAsk: true,
  },
  started: { word: "Running", group: "Running", icon: "loading", tone: "run", part: "running", isTerminal: false },
  created: {
    word: "Not started",
    group: "Not Started",
    icon: "circle-large",
    tone: "idle",
    part: "running",
    isTerminal: false,
  },
  paused: {
    word: "Paused",
    group: "Paused",
    icon: "debug-pause",
    tone: "wait",
    part: "paused",
    isTerminal: false,
    mayAsk: true,
  },
  failed: { word: "Failed", group: "Failed", icon: "error", tone: "bad", part: "failed", isTerminal: true },
  completed: {
    word: "Completed",
    group: "Completed",
    icon: "pass-filled",
    tone: "good",
    part: "done",
    isTerminal: true,
    startsCollapsed: true,
  },
  canceled: {
    word: "Canceled",
    group: "Canceled",
    icon: "circle-slash",
    tone: "idle",
    part: "canceled",
    isTerminal: true,
    startsCollapsed: true,
  },
} as const satisfies Record<string, StatusFacts>;

export type KnownStatus = keyof typeof factsByStatus;

/** The codicons of statuses, `question` for an unknown status and `warning` for one that can't be read. */
type StatusIcon = (typeof factsByStatus)[KnownStatus]["icon"] | "question" | "warning";

type ShownFacts = Readonly<StatusFacts> & { icon: StatusIcon };

/** A run's statuses, in the order of the groups. The API may send others: they work too and come last. */
export const knownStatuses = Object.keys(factsByStatus) as KnownStatus[];

export function isKnownStatus(status: string): status is KnownStatus {
  return Object.hasOwn(factsByStatus, status);
}

/** The facts about a status. An unknown one is shown as the API sent it, and may still change. */
export function statusFacts(status: string): ShownFacts {
  if (isKnownStatus(status)) return factsByStatus[status];
  const isUnreadable = status === unreadableWord;
  const word = isUnreadable ? "Unreadable" : status;
  const icon = isUnreadable ? "warning" : "question";
  return { word, group: word, icon, tone: "idle", part: "running", isTerminal: false };
}

/** Whether a run of this status never changes again. An unknown status may still change. */
export function isTerminal(status: string): boolean {
  return isKnownStatus(status) && factsByStatus[status].isTerminal;
}

/** The known statuses of runs that haven't ended. */
export const activeStatuses = knownStatuses.filter((status) => !isTerminal(status));

/** The known statuses of runs that have ended. */
export const terminalStatuses = knownStatuses.filter(isTerminal);

/** The known statuses of runs that may wait for an answer. */
export const askingStatuses = knownStatuses.filter(mayAsk);

/** Whether a run of this status may have input requests that wait for a person. */
export function mayAsk(status: string): boolean {
  return statusFacts(status).mayAsk === true;
}

/** The status that a person means with a word: its name, or a word that views show, in any case. */
export function statusNamed(word: string): string {
  const typedWord = word.trim().toLowerCase();
  const matchingStatus = knownStatuses.find(
    (status) =>
      status === typedWord ||
      factsByStatus[status].word.toLowerCase() === typedWord ||
      shortWords[status] === typedWord,
  );
  return matchingStatus ?? word;
}

const shortWords: Readonly<Partial<Record<KnownStatus, string>>> = { awaiting_input: "waiting", canceled: "cancelled" };

/** The status in words, as the panel shows it. An unknown status is shown as the API sent it. */
export function statusWord(status: string): string {
  return statusFacts(status).word;
}

/** Whether a run of this status needs a person to continue. */
export function needsPerson(status: string): boolean {
  return statusFacts(status).asks === true;
}

/** The order of groups: known statuses as listed, unknown ones after them by name. */
export function compareStatuses(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}

function rank(status: string): number {
  return isKnownStatus(status) ? knownStatuses.indexOf(status) : knownStatuses.length;
}
