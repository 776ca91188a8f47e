import type { App } from "./app.ts";
import { tellOfInterrupted } from "./batches/interruptedBatches.ts";
import { settleLeft } from "./create/lostCreate.ts";

type Needs = Pick<App, "batches" | "connections" | "creator" | "log" | "outputs" | "panels" | "sessions">;

/**
 * Continues the work that an earlier window of this workspace left: outputs to save, requests without a response,
 * batches. It reads from apps and sends nothing again.
 */
export async function resumeUnfinished(app: Needs): Promise<void> {
  app.outputs.resume();
  // The runs of batches have to be known first, so that no look-up claims them.
  await app.batches.load();
  await Promise.all([settleLeft(app), tellOfInterrupted(app)]);
}
