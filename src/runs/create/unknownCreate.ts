import { ApiError } from "../../api/errors.ts";
import { withFullStop } from "../../base/text/oneLine.ts";
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
    const text = `${withFullStop(message)} ${lookUpSentence(lookUp)}`;
    super({ kind, message: text, status, code, details, retryAfter, outcomeUnknown: true, cause: error });
    this.sent = sent;
    this.lookUp = lookUp;
    this.reason = message;
  }
}

/** What happened to a request, as a sentence. @param name the name that the person knows the run by */
export function lostWords(name: string, { status, reason }: Pick<UnknownCreateError, "status" | "reason">): string {
  const why = withFullStop(reason);
  if (status === undefined || status < 400) return `${name} was sent, but its response was lost: ${why}`;
  return `${name} was sent, and the app responded with HTTP ${status}: ${why}`;
}

/** Whether the app refused a request only for now, and no run was created, so that the person may send it again. */
export function mayTryAgain({ kind, outcomeUnknown }: Pick<ApiError, "kind" | "outcomeUnknown">): boolean {
  return !outcomeUnknown && (kind === "rate-limited" || kind === "server");
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
