import { openFolders } from "../../host/runFilePlace.ts";
import { ReadGate } from "../../runFiles/consent/readGate.ts";
import type { Batch } from "../../runs/batches/batch.ts";
import type { BatchCommands } from "./batchCommands.ts";
import { connectionOf } from "./batchSender.ts";

/** Notes that the person has agreed to what the lines of a batch attach, which its run files name. */
export async function allowLines(context: BatchCommands, batch: Batch): Promise<void> {
  const { found } = await gateOf(batch, [...batch.lines.keys()]);
  context.consent.grant(found, connectionOf(context.sending, batch.head));
}

/** Asks about files outside the workspace that lines of a batch attach, in another window or when they have changed. */
export async function confirmLines(
  context: BatchCommands,
  batch: Batch,
  lines: readonly number[],
  button: string,
): Promise<boolean> {
  const gates = [await gateOf(batch, lines)];
  return context.consent.ask({
    name: batch.head.name,
    button,
    connection: connectionOf(context.sending, batch.head),
    gates,
  });
}

/** What lines attach, each file once, by its path. */
export function attachedTo({ lines }: Batch, numbers: readonly number[]): string[] {
  return [...new Set(numbers.flatMap((n) => lines[n]?.files ?? []))];
}

async function gateOf(batch: Batch, numbers: readonly number[]): Promise<ReadGate> {
  const gate = new ReadGate({ source: `batch ${batch.head.id}`, folders: openFolders() });
  await gate.lookAtPaths(attachedTo(batch, numbers));
  return gate;
}
