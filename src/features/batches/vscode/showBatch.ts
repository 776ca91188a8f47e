import type { BatchRow } from "../page/messages.ts";
import { pickBatch } from "./pickBatch.ts";
import type { BatchApp } from "./services.ts";

/** Shows the result of every line of a batch. @returns the lines */
export async function showBatch(context: BatchApp, argument: unknown): Promise<readonly BatchRow[] | undefined> {
  const none = "There is no batch yet. Run a .jsonl file, several JSON files or a folder of JSON files.";
  const known = await pickBatch(context, argument, {
    title: "Show the results of which batch?",
    fits: () => true,
    sends: false,
    none,
  });
  return known && (await context.batchPanels.open(known.head.id));
}
