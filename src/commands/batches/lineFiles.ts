import type { Batch } from "../../runs/batches/batch.ts";
import type { App } from "../app.ts";
import { connectionOf, gateOf } from "./batchSender.ts";

type Needs = Pick<App, "batches" | "connections" | "consent" | "creator" | "log" | "sessions">;

/** Allows the attachments of a batch's lines, which its run files name and the person has agreed to. */
export async function allowLines(context: Needs, batch: Batch): Promise<void> {
  const { found } = await gateOf(batch.head, attachedTo(batch, [...batch.lines.keys()]));
  context.consent.grant(found, connectionOf(context, batch.head));
}

/**
 * Asks about attachments outside the workspace, if the batch is continued in another window or the files have changed.
 */
export async function confirmLines(
  context: Needs,
  batch: Batch,
  lines: readonly number[],
  button: string,
): Promise<boolean> {
  const gates = [await gateOf(batch.head, attachedTo(batch, lines))];
  return context.consent.ask({
    name: batch.head.name,
    button,
    connection: connectionOf(context, batch.head),
    gates,
  });
}

/** The attachments of lines, each file once, by path. */
export function attachedTo({ lines }: Batch, numbers: readonly number[]): string[] {
  return [...new Set(numbers.flatMap((n) => lines[n]?.files ?? []))];
}
