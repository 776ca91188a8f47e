import { ApiError } from "../../api/errors.ts";
import { countOf } from "../../model/counts.ts";
import type { SentCreate } from "./sentCreate.ts";
import type { LookUp } from "./unconfirmedCreates.ts";

export type OpenLookUp = Exclude<LookUp, { kind: "found" }>;

/** A run may or may not have been created: no response arrived, and the list of runs gave no certain result. */
export class UnknownCreateError extends ApiError {
  readonly lookUp: OpenLookUp;
  readonly sent: SentCreate;
  /** Why the request failed, as a sentence. */
  readonly reason: string;

  /** @param error why the request failed */
  constructor(error: ApiError, sent: SentCreate, lookUp: OpenLookUp) {
    const { kind, message, status, code, details, retryAfter } = error;
    const text = `${message} ${lookUpSentence(lookUp)}`;
    super({ kind, message: text, status, code, details, retryAfter, outcomeUnknown: true, cause: error });
    this.sent = sent;
    this.lookUp = lookUp;
    this.reason = message;
  }
}

/** The result of the look-up for a request whose response never arrived, as a sentence. */
export function lookUpSentence(lookUp: OpenLookUp): string {
  switch (lookUp.kind) {
    case "none":
      return "No matching run was found.";
    case "several":
      return `${counted(lookUp.runs)} match it: one of them may be yours.`;
    case "possible":
      return lookUp.runs.length === 1 ? "1 run is possibly yours." : `${counted(lookUp.runs)} are possibly yours.`;
    case "unread":
      return `The list of runs can't be read, so it may or may not have arrived: ${lookUp.error.message}`;
  }
}

function counted(runs: readonly unknown[]): string {
  return countOf(runs.length, "run");
}
