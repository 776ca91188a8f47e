import type { Batch } from "./batch.ts";

/** Marks the lines that a closed window was sending as unknown. They may have been sent and must not be sent again. */
export async function settleInterrupted(batch: Batch): Promise<void> {
  const reason = "The window was closed before the response arrived.";
  await Promise.all(batch.numbers("sending").map(async (n) => batch.settle(n, { kind: "unknown", reason })));
}
