import { isApiError } from "../../../../api/errors.ts";
import { messageOf } from "../../../../base/thrown.ts";
import { UnknownCreateError } from "../../../../runs/create/unknownCreate.ts";
import type { RunFailure } from "../goldenResult.ts";

/** Why no run was created. */
export function runFailure(error: unknown): RunFailure {
  if (error instanceof UnknownCreateError) return { kind: "unknown", sentence: error.message };
  if (!isApiError(error)) return { kind: "refused", sentence: messageOf(error) };
  const isRefused = error.kind === "invalid" || error.kind === "too-large";
  return { kind: isRefused ? "refused" : "unreachable", sentence: error.message };
}
