import * as vscode from "vscode";
import { notificationText } from "../../host/errors/notificationText.ts";
import { showError } from "../../host/errors/showError.ts";
import { commandIds } from "../../host/ids.ts";
import { countOf } from "../../model/counts.ts";
import type { App } from "../app.ts";
import { findLines } from "./batchSender.ts";
import { pickBatch, takeUp } from "./pickBatch.ts";
import type { BatchResult } from "./workOnBatch.ts";

type Needs = Pick<App, "batches" | "connections" | "consent" | "creator" | "log" | "sessions">;

/**
 * Looks in the list of runs for the lines of a batch that were sent and have no response. Nothing is sent.
 *
 * @returns the result
 * @throws ApiError when the list can't be read
 */
export async function lookUpBatch(context: Needs, argument: unknown): Promise<BatchResult | undefined> {
  const known = await pickBatch(context, argument, {
    title: "Look up the unknown lines of which batch?",
    fits: ({ unknown, sending }) => unknown + sending > 0,
    sends: true,
    none: "No batch has unknown lines.",
  });
  if (!known) return undefined;
  const before = known.counts.unknown + known.counts.sending;
  const open = await takeUp(context, known, findLines);
  const counts = { ...open.batch.counts };
  await open.close();
  sayFound(known.head, before, counts.unknown);
  return { id: known.head.id, ...counts };
}

function sayFound({ id, name }: { id: string; name: string }, before: number, left: number): void {
  const lines = countOf(before, "unknown line");
  const found = before - left;
  const text =
    left === 0
      ? `${name}: the runs of ${lines} were found.`
      : found === 0
        ? `${name}: no run was found for ${lines}.`
        : `${name}: ${found} of ${lines} were found, ${left} are still unknown.`;
  const ways = new Map<string, string>([
    ...(left > 0 ? ([["Send Again…", commandIds.retryBatch]] as const) : []),
    ["Show Results", commandIds.showBatch],
  ]);
  vscode.window
    .showInformationMessage(notificationText(text), ...ways.keys())
    .then((chosen) => chosen && vscode.commands.executeCommand(ways.get(chosen) ?? "", id), showError);
}
