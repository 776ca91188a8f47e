import { isApiError } from "#api/errors.ts";
import { messageOf } from "#base/thrown.ts";
import type { RunFailure } from "#features/golden/core/goldenResult.ts";
import { refusalSentence } from "#model/refusalWords.ts";
import { UnknownCreateError } from "#runs/create/unknownCreate.ts";

/** Why no run was created. */
export function runFailure(error: unknown): RunFailure {
  if (error instanceof UnknownCreateError) return { kind: "unknown", sentence: error.message };
  if (!isApiError(error)) return { kind: "refused", sentence: messageOf(error) };
  const isRefused = error.kind === "invalid" || error.kind === "too-large";
  const isKey = error.kind === "auth" || error.kind === "forbidden";
  const nextStep = isKey ? " Replace the access key, and run the test again." : "";
  return { kind: isRefused ? "refused" : "unreachable", sentence: `${refusalSentence(error)}${nextStep}` };
}
