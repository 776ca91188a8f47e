import type { Batch } from "./batch.ts";

/** What a window that went away left under way: it was, or was about to be, sent, and must not be sent again. */
export async function settleInterrupted(batch: Batch): Promise<void> {
  const reason = "The window was closed before the response arrived.";
  await Promise.all(batch.numbers("sending").map(async (n) => batch.settle(n, { kind: "unknown", reason })));
}
