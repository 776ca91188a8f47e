import { batchReport } from "../../runs/batches/batchReport.ts";
import type { BatchCommands } from "./batchCommands.ts";
import { pickBatch } from "./pickBatch.ts";

/** Shows the result of every line of a batch, as a document. */
export async function showBatch(context: BatchCommands, argument: unknown): Promise<void> {
  const none = "There is no batch yet. Run a .jsonl file, several JSON files or a folder of JSON files.";
  const known = await pickBatch(context.sending, argument, {
    title: "Show the results of which batch?",
    fits: () => true,
    sends: false,
    none,
  });
  const batch = known && (await context.sending.batches.read(known.head.id));
  if (!batch) return;
  const { connectionId, origin, name } = batch.head;
  const { host } = new URL(origin);
  const connection = context.sending.connections.get(connectionId);
  await context.reports.show(
    `${name} results.md`,
    batchReport(batch, connection ? `${connection.name} (${host})` : host),
  );
}
