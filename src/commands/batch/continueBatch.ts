import * as vscode from "vscode";
import type { CommandContext } from "../commandContext.ts";
import { confirmProduction } from "../confirmProduction.ts";
import { requireTrust } from "../guards.ts";
import { connectionOf } from "./batchSender.ts";
import { pickBatch, takeUp } from "./pickBatch.ts";
import { countOf, formatCount } from "./previewBatch.ts";
import { type BatchResult, workOnBatch } from "./workOnBatch.ts";

const none = "There is no batch with lines that were not sent.";
const fits = ({ waiting, sending }: { waiting: number; sending: number }): boolean => waiting + sending > 0;

/** Sends the lines of a batch that were not sent when it was stopped or its window was closed. @returns what came of it */
export async function continueBatch(context: CommandContext, argument: unknown): Promise<BatchResult | undefined> {
  requireTrust("no run is started in it");
  const known = await pickBatch(context, argument, { title: "Continue which batch?", fits, sends: true, none });
  if (!known) return undefined;
  const { name } = known.head;
  const what = `${countOf(known.counts.waiting, "line")} of ${name} that were not sent`;
  const act = { verb: "Continue the batch", what, button: "Continue Batch", keep: "Not Now" };
  if (!(await confirmProduction(connectionOf(context, known.head), act))) return undefined;
  const open = await takeUp(context, known);
  return workOnBatch(context, open, open.batch.numbers("waiting"));
}

/** Gives up the lines of a batch that were not sent: they count as failed, and can be retried. */
export async function discardBatch(context: CommandContext, argument: unknown): Promise<void> {
  const known = await pickBatch(context, argument, { title: "Discard the unsent lines of which batch?", fits, sends: true, none });
  if (!known) return;
  const open = await takeUp(context, known);
  try {
    const waiting = open.batch.numbers("waiting");
    const reason = "It was discarded before it was sent.";
    await Promise.all(waiting.map((n) => open.batch.settle(n, { kind: "failed", reason })));
    vscode.window.setStatusBarMessage(`${formatCount(waiting.length)} lines of ${known.head.name} discarded`, 5000);
  } finally {
    await open.close();
  }
}
