/**
 * The view models of the run panel. The extension makes them, so that the panel only has to draw. Everything here is
 * plain JSON. The story is in `storyViews.ts`, the events are in `eventViews.ts`, values and their files in
 * `valueViews.ts`.
 */

import type { TextPiece } from "#ui/textPiece.ts";
import type { ActView } from "#workbench/core/acts.ts";

export interface RunHeader {
  id: string;
  /** A short text from the input, else the short id. */
  title: string;
  status: string;
  /** The status in words: *Running*, *Waiting for you*, or the raw value of an unknown one. */
  statusWord: string;
  sentence: TextPiece[];
  /** The hook that blocked it, though its status is `completed`; empty if the app doesn't name it. */
  blockedBy?: string;
  /** ISO 8601. */
  startedAt?: string;
  /** ISO 8601. */
  endedAt?: string;
  /** The tokens that model nodes streamed, and why there may be more; of a local run its tokens and its cost. */
  usage?: { text: string; detail: string }[];
  /** For a run of a program on this machine: *trace of 10 nodes, 4.2 KiB*. */
  trace?: string;
  /** When the program of a run that goes on was heard last, in milliseconds since the epoch. */
  heardAt?: number;
  userId?: string;
  sessionId?: string;
  connectionName: string;
  production: boolean;
  canCancel: boolean;
  canRunAgain: boolean;
  /** Whether the run belongs to a connected app, so that it can be found in the explorer and sent again. */
  connected: boolean;
  /** What features do with it. */
  acts?: ActView[];
  /** What they do with its session and its user. */
  sessionActs?: ActView[];
  /** It is the run of a program on this machine, which can only be read. */
  local?: true;
  /** Its code is on this machine, traced or served, so its tokens and its cost are exact. */
  here?: true;
  byAgent?: true;
  /** Its `data-vscode-context`: VS Code shows the menu of the run for it. */
  menu?: string;
  /** ISO 8601, for an exported run: the time of the export. */
  asOf?: string;
}

/** The bar at the bottom. */
export interface LiveView {
  kind: "connecting" | "live" | "reconnecting" | "ended" | "exported";
  text?: string;
  /** When the connection is tried again, in milliseconds since the epoch. */
  retryAt?: number;
}
