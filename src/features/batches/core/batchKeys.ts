import type { KnownBatch } from "./batchStore.ts";
import { retryRows } from "./retryChoice.ts";

interface BatchState extends Pick<KnownBatch, "counts" | "isOpen"> {
  /** Whether its connection still exists. */
  canSend: boolean;
}

/** What can be done with batches, as context keys say it. */
export function batchKeys(batches: readonly BatchState[]) {
  const idle = batches.filter(({ isOpen }) => !isOpen);
  const sendable = idle.filter(({ canSend }) => canSend);
  return {
    hasBatches: idle.length > 0,
    hasBatchToRetry: sendable.some(({ counts }) => retryRows({ counts, failedRuns: 0 }).length > 0),
  };
}
