import type { InputAnswer } from "#api/contract.ts";
import type { ApiError } from "#api/errors.ts";

/** Names an input request: its connection, run and id, and the event that asked. */
export interface InputRequestRef {
  readonly connectionId: string;
  readonly runId: string;
  readonly requestId: string;
  /**
   * The sequence of the event that asked: a run may ask several questions under one id. Absent for the newest one, if
   * its event isn't known yet.
   */
  readonly asked?: number;
}

/**
 * The state of answering an input request. Times are milliseconds since the epoch.
 *
 * - `open`: it can be answered
 * - `sending`: an answer is being sent
 * - `failed`: the answer did not arrive, or (`unknown`) nobody knows yet whether it did. The draft is kept
 * - `answered`: by the person here, or by somebody elsewhere
 * - `gone`: the run no longer waits for it, and no answer is known
 */
export type InputRequestState =
  | { readonly kind: "open" }
  | { readonly kind: "sending"; readonly answer: InputAnswer }
  | { readonly kind: "failed"; readonly error: ApiError; readonly unknown: boolean }
  | AnsweredState
  | GoneState;

export interface AnsweredState {
  readonly kind: "answered";
  readonly by: "here" | "elsewhere";
  readonly at?: number;
  /** Whether the run says *approved*, where the answer from here said the other thing. */
  readonly otherwise?: boolean;
  /** The payload of the event that reports somebody else's answer. */
  readonly said?: unknown;
}

export interface GoneState {
  readonly kind: "gone";
  /** The run was canceled, ended in another way, or goes on without this question. */
  readonly why: "canceled" | "ended" | "withdrawn";
  readonly at?: number;
}

/** The outcome of an answer; `open` when the person decided not to send it. */
export type AnswerOutcome = Exclude<InputRequestState, { kind: "sending" }>;

export interface AnswerRecord extends InputRequestRef {
  readonly answer: InputAnswer;
  /** When it was sent, milliseconds since the epoch. */
  readonly at: number;
  /** Whether the app confirmed it. Otherwise nobody knows (yet) whether it arrived. */
  readonly certain: boolean;
  /** Whether the run says *approved*, where this answer said the other thing. */
  readonly otherwise?: boolean;
  /** The window that is sending it; absent once the outcome is known. */
  readonly sender?: string;
  /** An answer that was sent before and may have arrived as well. */
  readonly earlier?: AnswerRecord;
}

/** A unique key of an input request, among all connections, and of its question. */
export function refKey({ connectionId, runId, requestId, asked }: InputRequestRef): string {
  return JSON.stringify([connectionId, runId, requestId, ...(asked === undefined ? [] : [asked])]);
}

export function refOfKey(key: string): InputRequestRef {
  const [connectionId, runId, requestId, asked] = JSON.parse(key) as [string, string, string, number?];
  return { connectionId, runId, requestId, asked };
}
