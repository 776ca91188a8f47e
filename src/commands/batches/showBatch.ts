import type { BatchRow } from "../../protocol/batchResults.ts";
import type { BatchCommands } from "./batchCommands.ts";
import { pickBatch } from "./pickBatch.ts";

/** Shows the result of every line of a batch. @returns the lines */
export async function showBatch(context: BatchCommands, argument: unknown): Promise<readonly BatchRow[] | undefined> {
  const none = "There is no batch yet. Run a .jsonl file, several JSON files or a folder of JSON files.";
  const known = await pickBatch(context.sending, argument, {
    title: "Show the results of which batch?",
    fits: () => true,
    sends: false,
    none,
  });
  return known && (await context.results.open(known.head.id));
}
