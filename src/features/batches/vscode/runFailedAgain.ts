import type { App } from "../../app.ts";
import { runAgainAsBatch } from "../../runFiles/vscode/runAgainAsBatch.ts";
import type { KnownBatch } from "../core/batchStore.ts";

/** Runs the failed runs of a batch again, as a batch of their own. */
export async function runFailedAgain(
  context: Pick<App, "activeRuns" | "reports" | "sessions">,
  batch: KnownBatch,
): Promise<void> {
  const { connectionId, name } = batch.head;
  const { store } = context.sessions.get(connectionId);
  // A run that isn't known may have failed.
  const runIds = [...batch.runs.ids].filter((id) => (store.get(id)?.status ?? "failed") === "failed");
  const title = `${name.replace(/\.(jsonl|ndjson)$/i, "")}, failed runs`;
  await runAgainAsBatch(context, { connectionId, runIds, title }, ({ status }) => status === "failed");
}
