import { ApiError } from "../api/errors.ts";
import type { LookUp } from "./createLedger.ts";
import type { SentCreate } from "./sentCreate.ts";

export type OpenLookUp = Exclude<LookUp, { kind: "found" }>;

/** A run may or may not have been created: its answer never came, and the list of runs did not settle it. */
export class UnknownCreateError extends ApiError {
  readonly lookUp: OpenLookUp;
  readonly sent: SentCreate;

  /** @param error what broke the request */
  constructor(error: ApiError, sent: SentCreate, lookUp: OpenLookUp) {
    const { kind, message, status, code, details, retryAfter } = error;
    const told = `${message} ${lookUpSentence(lookUp)}`;
    super({ kind, message: told, status, code, details, retryAfter, outcomeUnknown: true, cause: error });
    this.sent = sent;
    this.lookUp = lookUp;
  }
}

/** What the list of runs says about a request that was sent and never answered. */
export function lookUpSentence(lookUp: OpenLookUp): string {
  switch (lookUp.kind) {
    case "none":
      return "It did not arrive, as far as the list of runs tells.";
    case "unsure": {
      const count = lookUp.runs.length;
      const which = count === 1 ? "1 run in the list could be it" : `${count.toLocaleString("en")} runs in the list could be it`;
      return `Whether it arrived cannot be told: ${which}.`;
    }
    case "unread":
      return `Whether it arrived is not known, since the list of runs cannot be read: ${lookUp.error.message}`;
  }
}
