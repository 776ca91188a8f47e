import type { ApiErrorKind } from "./errorKinds.ts";

/** An error of a client, as far as its words depend on it. */
interface Refusal {
  kind: ApiErrorKind;
  message: string;
  status: number | undefined;
  code: string | undefined;
  keyless: boolean;
}

/** The app's own text about a refused key may be just *Unauthorized*. */
const refusals: Partial<Record<number, string>> = {
  401: "The access key was rejected: ",
  403: "The access key is not for this app: ",
  404: "The app, run or file does not exist: ",
};

/** What to do where no command of ours helps. */
const nextSteps: Partial<Record<ApiErrorKind, string>> = {
  "plan-limit": "Ask the owner of the organization to raise the limit.",
  "too-large": "Attach fewer or smaller files.",
};

/**
 * What an app said, between our words for its status and what to do.
 *
 * @param text the error's message, with what the caller adds
 */
export function withRefusal({ kind, message, status, code, keyless }: Refusal, text = message): string {
  const nextStep = nextSteps[kind];
  // A plan's limit comes with the status of a refused key, and so does a request without one.
  if (nextStep !== undefined) return `${withEnd(text)} ${nextStep}`;
  // If the app gave no reason, our own sentence is enough.
  if (keyless || (code === undefined && text.endsWith(`(HTTP ${status})`))) return text;
  return `${refusals[status ?? 0] ?? ""}${text}`;
}

/** A refusal as a sentence, after which another one may follow. */
export function refusalSentence(error: Refusal): string {
  return withEnd(withRefusal(error));
}

/** A status in brackets ends a message, too. */
function withEnd(text: string): string {
  return /[.!?…)]$/.test(text) ? text : `${text}.`;
}
