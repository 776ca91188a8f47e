import type { CreateRunRequest } from "#api/contract.ts";

/** One line or file of a batch: its request and its source. */
export interface BatchLine {
  /** The line's name for a person: `tickets.jsonl:17`, or a file's name. */
  readonly source: string;
  /** Absent for a line that can't be sent; `problem` says why. */
  readonly request?: CreateRunRequest;
  /** The absolute paths of its attachments. */
  readonly files?: readonly string[];
  readonly problem?: string;
}

/**
 * The state of a line. `sending` is in the journal before anything is sent. `unknown` is a line that was sent and whose
 * response never arrived. `finding` is the result of the look-up in the list of runs, and `possible` how many runs may
 * be the line's.
 */
export type LineState =
  | { readonly kind: "waiting" }
  | { readonly kind: "sending" }
  | { readonly kind: "created"; readonly runId: string }
  /** `isInvalid`: it can't be sent, whatever the app says. */
  | { readonly kind: "failed"; readonly reason: string; readonly isInvalid?: true }
  | { readonly kind: "unknown"; readonly reason: string; readonly finding?: string; readonly possible?: number };

/** How many lines are in each state, and how many of the failed ones can't be sent. */
export type LineCounts = Record<LineState["kind"] | "invalid", number>;

/** How many lines have no run and can be sent again. */
export function missingLines({ failed, invalid }: Readonly<Pick<LineCounts, "failed" | "invalid">>): number {
  return failed - invalid;
}

/** The runs that an app had before a batch. None of them belongs to one of its lines. */
export interface Baseline {
  /** The start of the newest one, by the app's own clock; absent without one. */
  readonly startedAt?: string;
  /** The runs that had not started yet, or that started at the same moment. */
  readonly runIds: readonly string[];
}

export interface BatchHead {
  readonly id: string;
  readonly name: string;
  readonly connectionId: string;
  /** The app's origin. The batch is never sent to any other origin, even if the connection's address changes. */
  readonly origin: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The workspace in which it was started; empty without one. */
  readonly workspace: string;
  readonly baseline: Baseline;
}
