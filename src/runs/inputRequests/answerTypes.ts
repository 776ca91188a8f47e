import type { InputAnswer } from "../../api/contract.ts";
import type { ApiError } from "../../api/errors.ts";

/** One request for a person's input, of one run. */
export interface InputRequestRef {
  readonly connectionId: string;
  readonly runId: string;
  readonly requestId: string;
}

/**
 * Where a request stands as far as answering goes. Times are milliseconds since the epoch.
 *
 * - `open`: it can be answered
 * - `sending`: an answer is on its way
 * - `failed`: it did not arrive, or (`unknown`) nobody could say yet whether it did. The draft is kept
 * - `answered`: by the person here, or by somebody elsewhere
 * - `gone`: it waits no more, and no answer is known
 */
export type InputRequestState =
  | { readonly kind: "open" }
  | { readonly kind: "sending"; readonly answer: InputAnswer }
  | { readonly kind: "failed"; readonly error: ApiError; readonly unknown: boolean }
  | AnsweredState
  | GoneState;

interface AnsweredState {
  readonly kind: "answered";
  readonly by: "here" | "elsewhere";
  readonly at?: number | undefined;
}

export interface GoneState {
  readonly kind: "gone";
  /** The run was canceled; it ended otherwise; it goes on and does not ask this any more. */
  readonly why: "canceled" | "ended" | "withdrawn";
  /** When the run ended. */
  readonly at?: number | undefined;
}

/** What became of an answer; `open` when the person did not want to send it after all. */
export type AnswerOutcome = Exclude<InputRequestState, { kind: "sending" }>;

/** An answer that was sent from here. */
export interface AnswerRecord extends InputRequestRef {
  readonly answer: InputAnswer;
  /** When it was sent, milliseconds since the epoch. */
  readonly at: number;
  /** The app took it; else nobody knows (yet) whether it arrived. */
  readonly certain: boolean;
  /** The window that is sending it; absent once it is known what came of that. */
  readonly sender?: string;
  /** Another answer that was sent before, and may have arrived as well. */
  readonly earlier?: AnswerRecord;
}

/** A request by one name, among all connections. */
export function refKey({ connectionId, runId, requestId }: InputRequestRef): string {
  return JSON.stringify([connectionId, runId, requestId]);
}

/** The request that a {@link refKey} names. */
export function refOfKey(key: string): InputRequestRef {
  const [connectionId, runId, requestId] = JSON.parse(key) as [string, string, string];
  return { connectionId, runId, requestId };
}
