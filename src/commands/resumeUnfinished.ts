import { tellOfInterrupted } from "./batches/interruptedBatches.ts";
import type { CommandContext } from "./commandContext.ts";
import { settleLeft } from "./create/lostCreate.ts";

/**
 * Goes on with what an earlier window of this workspace has left: outputs to save, requests without a response,
 * batches. Reads from apps and sends nothing again.
 */
export async function resumeUnfinished(context: CommandContext): Promise<void> {
  context.outputs.resume();
  // What batches have made is known before anything is looked for, so that nothing takes it for its own.
  await context.batches.load();
  await Promise.all([settleLeft(context), tellOfInterrupted(context)]);
}
