import type { BatchSending } from "./batches/batchCommands.ts";
import { tellOfInterrupted } from "./batches/interruptedBatches.ts";
import { settleLeft } from "./create/lostCreate.ts";
import type { StartServices } from "./create/startServices.ts";

/**
 * Continues the work that an earlier window of this workspace left: outputs to save, requests without a response,
 * batches. It reads from apps and sends nothing again.
 */
export async function resumeUnfinished(starting: StartServices, sending: BatchSending): Promise<void> {
  starting.outputs.resume();
  // The runs of batches have to be known first, so that no look-up claims them.
  await sending.batches.load();
  await Promise.all([settleLeft(starting), tellOfInterrupted(sending)]);
}
