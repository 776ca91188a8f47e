export type EventGroup = "text" | "tools" | "requests" | "run" | "data" | "other";

/** How many events each group has, and how many report a failure. */
export type EventCounts = Record<EventGroup | "failed", number>;

/** What a streamed event is a piece of. Texts are joined where they are listed as one row. */
export type EventPiece = "text" | "reasoning" | "answer";

export interface EventRow {
  sequence: number;
  type: string;
  group: EventGroup;
  source?: string;
  /** Set for what nodes stream. Neighbours are listed as one row if they have the same piece, type and source. */
  piece?: EventPiece;
  /** Milliseconds since the epoch, or the app's own text if it is no time. */
  time?: number | string;
  /**
   * Absent, like the time, for an event that has left the extension's memory. Both are loaded when the row is in view.
   */
  summary?: string;
  failed?: boolean;
}

/**
 * A row as it is sent: without its kind if the row before it has the same, and without its sequence if that is the next
 * one. VS Code carries some 30 MB a second, and 100,000 rows are 9 MB instead of 16.
 */
export type SentRow = EventRow | ({ type?: undefined; sequence?: number } & RowWords);

type RowWords = Pick<EventRow, "time" | "summary" | "failed">;

/** A row in the list of events that isn't an event: missing ones, or a lost connection. */
export interface EventMark {
  /** Where the line stands: before the first event with a sequence above this one. */
  after: number;
  text: string;
  /** The connection was lost there and restored, and no event is missing. */
  reconnect?: true;
  /** The missing events, by first and last sequence, when the app can be asked for them. */
  gap?: { from: number; to: number };
  loading?: boolean;
}
