export type EventGroup = "text" | "tools" | "requests" | "run" | "other";

/** How many events of each group, and how many that say that something failed. */
export type EventCounts = Record<EventGroup | "failed", number>;

export interface EventRow {
  sequence: number;
  type: string;
  group: EventGroup;
  /** Milliseconds since the epoch, or what the app sent that is no time. */
  time?: number | string;
  /** Absent, like the time, for an event that has left the extension's memory: both come when the row is looked at. */
  summary?: string;
  failed?: boolean;
}

/** A row of the events list that is no event. */
export interface EventMark {
  /** It stands before the first event with a sequence above this one. */
  after: number;
  text: string;
  warning: boolean;
  /** What is missing here, by its first and last sequence, when the app can be asked for it. */
  gap?: { from: number; to: number };
  /** It is being asked for. */
  loading?: boolean;
}
