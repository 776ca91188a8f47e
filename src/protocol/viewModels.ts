/**
 * What the run panel draws: made by the extension, so that the panel only has to draw. Everything here is plain JSON.
 * The story is in `storyViews.ts`, the events are in `eventViews.ts`, values and their files in `valueViews.ts`.
 */

/** A sentence of plain and monospace pieces. */
export interface TextPiece {
  text: string;
  code?: boolean;
  /** ISO 8601: the time since then stands after the text, and goes on. */
  since?: string;
}

export interface RunHeader {
  /** The run's id. */
  id: string;
  /** A short text from the input, else the short id. */
  title: string;
  /** The status as the API sent it. */
  status: string;
  /** The status in words: *Running*, *Waiting for you*, or the raw value of an unknown one. */
  statusWord: string;
  sentence: TextPiece[];
  /** ISO 8601. */
  startedAt?: string;
  /** ISO 8601. */
  endedAt?: string;
  userId?: string;
  sessionId?: string;
  connectionName: string;
  /** The connection is marked as production. */
  production: boolean;
  canCancel: boolean;
  canRunAgain: boolean;
  /** It is a run of an app that is connected: it can be found in the explorer, exported and sent again. */
  connected: boolean;
  /** Another run is selected to be compared with it. */
  canCompare: boolean;
  hasOutput?: true;
  /** ISO 8601: the run stands still, as it was then. */
  asOf?: string;
}

/** The bar at the bottom. `retryAt` is in milliseconds since the epoch. */
export type LiveView =
  | { kind: "connecting" }
  | { kind: "live"; text: string }
  | { kind: "reconnecting"; retryAt: number; attempt: number; reason: string }
  | { kind: "ended"; text: string }
  /** The run is shown out of a file. */
  | { kind: "exported"; text: string };

/** Why there is nothing to show at all. */
export interface PanelProblem {
  kind: "unreachable" | "not-found" | "auth" | "forbidden" | "no-connection" | "other";
  title: string;
  text: TextPiece[];
  /** Buttons, the first one primary. */
  actions: { label: string; action: PanelAction }[];
}

/** What the panel can ask for by a button; each is a command or a small act of the extension. */
export type PanelAction =
  | "cancel"
  | "compareWithSelected"
  | "copyAsCurl"
  | "export"
  | "filterBySession"
  | "filterByUser"
  | "openText"
  | "openRun"
  | "openExport"
  | "openInput"
  | "openOutput"
  | "saveOutput"
  | "replaceKey"
  | "retry"
  | "runAgain"
  | "runAgainWithEdits"
  | "selectForCompare"
  | "showLog"
  | "switchConnection";
