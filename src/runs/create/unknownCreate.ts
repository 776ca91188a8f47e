import { ApiError } from "#api/errors.ts";
import { withFullStop } from "#base/text/oneLine.ts";
import { countOf } from "#model/counts.ts";
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

type Responded = Pick<ApiError, "status">;

/** What happened to a request, as a sentence. @param name the name that the person knows the run by */
export function lostWords(name: string, error: Responded & Pick<UnknownCreateError, "reason">): string {
  return `${name} was sent, but ${lossWords(error)}: ${withFullStop(error.reason)}`;
}

/** What is said of a request whose run was found in the list. */
export function foundWords(name: string, error: Responded): string {
  return `${name} was sent, but ${lossWords(error)}. Its run was found in the list of runs.`;
}

/** Why nobody knows whether a request created a run, as a clause: the response was lost, or the app failed. */
export function lossWords({ status }: Responded): string {
  return hasFailed(status) ? `the app responded with HTTP ${status}` : "the response was lost";
}

/** What is done about it, without a full stop. */
export function lookWords({ status }: Responded): string {
  return `${hasFailed(status) ? `The app responded with HTTP ${status}` : "No response arrived"}. Looking for the run`;
}

/** A response of another status broke off: the error is of the connection. */
function hasFailed(status: number | undefined): boolean {
  return status !== undefined && status >= 400;
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
      return `${counted(lookUp.runs)} match: one of them may be from this request.`;
    case "possible":
      return `${counted(lookUp.runs)} may be from this request.`;
    case "unread":
      return `The list of runs can't be searched: ${withFullStop(lookUp.error.message)} The request may or may not have arrived.`;
  }
}

function counted(runs: readonly unknown[]): string {
  return countOf(runs.length, "run");
}
