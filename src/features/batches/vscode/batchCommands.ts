import * as vscode from "vscode";
import type { KnownBatch } from "#features/batches/core/batchStore.ts";
import type { BatchRow } from "#features/batches/page/messages.ts";
import { showError } from "#host/errors/showError.ts";
import { notify } from "#host/notifications.ts";
import { countOf } from "#model/counts.ts";
import { isTerminal } from "#model/status.ts";
import { checkRunId, type RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import { cancelTargets } from "#workbench/explorer/vscode/cancelRun.ts";
import { exportsOf } from "#workbench/panel/vscode/runPoints.ts";
import { pickBatch, takeUp } from "./pickBatch.ts";
import type { BatchApp } from "./services.ts";

/** Shows the result of every line of a batch. @returns the lines */
export async function showBatch(context: BatchApp, argument: unknown): Promise<readonly BatchRow[] | undefined> {
  const none = "There is no batch yet. Run a .jsonl file, several JSON files or a folder of JSON files.";
  const batch = await pickBatch(context, argument, {
    title: "Show the results of which batch?",
    fits: () => true,
    sends: false,
    none,
  });
  return batch && (await context.batchPanels.open(batch.head.id));
}

/** The batch for a command that needs its runs. */
function pickWithRuns(context: BatchApp, argument: unknown, title: string): Promise<KnownBatch | undefined> {
  const none = "No batch has created a run yet.";
  return pickBatch(context, argument, { title, fits: ({ created }) => created > 0, sends: true, none });
}

/** Cancels the active runs of a batch, after a confirmation. @returns the ids of the canceled runs */
export async function cancelBatch(context: BatchApp, argument: unknown): Promise<string[] | undefined> {
  const batch = await pickWithRuns(context, argument, "Cancel the runs of which batch?");
  if (!batch) return undefined;
  const { store } = context.sessions.get(batch.head.connectionId);
  const error = await store.readUnderWay();
  if (error) throw error;
  const active = targetsOf(batch).filter(({ runId }) => !isTerminal(store.get(runId)?.status ?? "completed"));
  if (active.length > 0) return cancelTargets(context, active);
  notify(`All runs of ${batch.head.name} have ended.`).catch(showError);
  return [];
}

/**
 * Exports all runs of a batch into one file. @param second from a script the file @returns the ids of the exported runs
 */
export async function exportBatch(
  context: BatchApp,
  argument: unknown,
  second: unknown,
): Promise<string[] | undefined> {
  const batch = await pickWithRuns(context, argument, "Export the runs of which batch?");
  if (!batch) return undefined;
  return exportsOf(context).write(targetsOf(batch), second);
}

/** Discards the unsent lines of a batch: they count as failed, and can be retried. */
export async function discardBatch(context: BatchApp, argument: unknown): Promise<void> {
  const batch = await pickBatch(context, argument, {
    title: "Discard the unsent lines of which batch?",
    fits: ({ waiting, sending }) => waiting + sending > 0,
    sends: true,
    none: "No batch has unsent lines.",
  });
  if (!batch) return;
  const open = await takeUp(context, batch);
  try {
    const waiting = open.batch.numbers("waiting");
    const reason = "The line was discarded before it was sent.";
    await Promise.all(waiting.map((n) => open.batch.settle(n, { kind: "failed", reason })));
    vscode.window.setStatusBarMessage(`Discarded ${countOf(waiting.length, "line")} of ${batch.head.name}`, 5000);
  } finally {
    await open.close();
  }
}

function targetsOf({ head: { connectionId }, runs }: KnownBatch): RunTarget[] {
  const ids = [...runs.ids];
  for (const runId of ids) checkRunId(runId);
  return ids.map((runId) => ({ connectionId, runId }));
}
