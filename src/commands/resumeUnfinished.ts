import type { BatchSending } from "./batches/batchCommands.ts";
import { tellOfInterrupted } from "./batches/interruptedBatches.ts";
import { settleLeft } from "./create/lostCreate.ts";
import type { StartServices } from "./create/startServices.ts";

/**
 * Goes on with what an earlier window of this workspace has left: outputs to save, requests without a response,
 * batches. Reads from apps and sends nothing again.
 */
export async function resumeUnfinished(starting: StartServices, sending: BatchSending): Promise<void> {
  starting.outputs.resume();
  // What batches have made is known before anything is looked for, so that nothing takes it for its own.
  await sending.batches.load();
  await Promise.all([settleLeft(starting), tellOfInterrupted(sending)]);
}
