import { errorSummary } from "./errorSummary.ts";

/** Set for code that didn't stop when it was asked to, so that its process was ended: what it did may be half done. */
export function cancelReason(error: unknown): string | undefined {
  const { code, message } = errorSummary(error);
  return code === "ProcessEnded" ? message : undefined;
}
