import type { CreateRunRequest } from "../../api/contract.ts";

/** What a batch sends for one line or file, and where that stands. */
export interface BatchLine {
  /** As a person knows it: `tickets.jsonl:17`, a file's name. */
  readonly source: string;
  /** Absent for a line that cannot be sent as it is; `problem` says why. */
  readonly request?: CreateRunRequest;
  /** Absolute paths of what it attaches. */
  readonly files?: readonly string[];
  readonly problem?: string;
}

/**
 * What is known of a line. `sending` stands in the journal before anything is sent; `unknown` is a line that was sent
 * and whose answer never came. `finding`: what the list of runs said of it; `possible`: how many runs are possibly its
 * own.
 */
export type LineState =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending" }
  | { readonly kind: "created"; readonly runId: string }
  | { readonly kind: "failed"; readonly reason: string }
  | { readonly kind: "unknown"; readonly reason: string; readonly finding?: string; readonly possible?: number };

export type LineCounts = Record<LineState["kind"], number>;

/** The runs that an app had before a batch: none of them is one of its lines. */
export interface Baseline {
  /** The start of the newest one, by the app's own clock; absent where there was none. */
  readonly startedAt?: string;
  /** Those that had not started, or started in that very moment. */
  readonly runIds: readonly string[];
}

export interface BatchHead {
  readonly id: string;
  /** What it was made from: a file's or a folder's name. */
  readonly name: string;
  readonly connectionId: string;
  /** The app's origin: nothing of the batch goes to any other, wherever the connection leads later. */
  readonly origin: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The workspace in which it was started; empty without one. */
  readonly workspace: string;
  readonly baseline: Baseline;
}
