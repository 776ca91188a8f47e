import type { KnownBatch } from "#features/batches/core/batchStore.ts";
import {
  readRetry,
  type RetriedBatch,
  type Retry,
  retryRows,
  type RetryOptions,
} from "#features/batches/core/retryChoice.ts";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import { showNews } from "#host/errors/showError.ts";
import { NothingToDo, type NextStep } from "#host/errors/userError.ts";
import { countOf } from "#model/counts.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { findLines } from "./batchSender.ts";
import { pickBatch, takeUp } from "./pickBatch.ts";
import { resend } from "./resendLines.ts";
import { runAgainAsBatch } from "./runAgainAsBatch.ts";
import type { BatchApp } from "./services.ts";
import type { BatchResult } from "./workOnBatch.ts";

/**
 * Goes on with a batch: the person chooses what is done with which of its lines. If only one thing can be done, it is.
 *
 * @param options from a script `{ "lines": "missing" }`, which chooses
 * @returns the result
 */
export async function retryBatch(
  context: BatchApp,
  argument: unknown,
  options: unknown,
): Promise<BatchResult | undefined> {
  requireTrust("no run is started");
  const knownBatch = await pickBatch(context, argument, {
    title: "Retry which batch?",
    fits: (_, batch) => retryRows(retried(context, batch)).length > 0,
    sends: true,
    none: "No batch has lines to retry.",
  });
  if (!knownBatch) return undefined;
  const retry = readRetry(options) ?? (await chooseRetry(context, knownBatch));
  return retry && retryOfKind[retry](context, knownBatch);
}

const retryOfKind: Readonly<Record<Retry, (context: BatchApp, batch: KnownBatch) => Promise<BatchResult | undefined>>> =
  {
    unsent: (context, batch) => resend(context, batch, "waiting"),
    missing: (context, batch) => resend(context, batch, "failed"),
    unknown: lookUpUnknown,
    resend: (context, batch) => resend(context, batch, "unknown"),
    failedRuns: async (context, batch) => {
      await runFailedAgain(context, batch);
      return undefined;
    },
  };

async function chooseRetry(context: BatchApp, batch: KnownBatch): Promise<Retry | undefined> {
  const rows = retryRows(retried(context, batch));
  const [first, ...others] = rows;
  if (!first) throw new NothingToDo(`${batch.head.name} has no lines to retry.`);
  if (others.length === 0) return first.retry;
  return (await showPick(rows, { title: `Retry ${batch.head.name}`, placeHolder: "Select what to do" }))?.retry;
}

/** What can be retried. Only runs that the list knows count as failed. */
function retried({ sessions }: BatchApp, { counts, head, runs }: KnownBatch): RetriedBatch {
  const { store } = sessions.get(head.connectionId);
  return { counts, failedRuns: [...runs.ids].filter((id) => store.get(id)?.status === "failed").length };
}

/** Runs the failed runs of a batch again, as a batch of their own. */
async function runFailedAgain(context: BatchApp, batch: KnownBatch): Promise<void> {
  const { connectionId, name } = batch.head;
  const { store } = context.sessions.get(connectionId);
  // A run that isn't known may have failed.
  const runIds = [...batch.runs.ids].filter((id) => (store.get(id)?.status ?? "failed") === "failed");
  const title = `${name.replace(/\.(jsonl|ndjson)$/i, "")}, failed runs`;
  await runAgainAsBatch(context, { connectionId, runIds, title }, ({ status }) => status === "failed");
}

/**
 * Looks in the list of runs for the lines of a batch that were sent and have no response. Nothing is sent.
 *
 * @returns the result
 * @throws ApiError when the list can't be read
 */
async function lookUpUnknown(context: BatchApp, known: KnownBatch): Promise<BatchResult> {
  const before = known.counts.unknown + known.counts.sending;
  const open = await takeUp(context, known, findLines);
  const counts = { ...open.batch.counts };
  await open.close();
  sayFound(known.head, before, counts.unknown);
  return { id: known.head.id, ...counts };
}

function sayFound({ id, name }: { id: string; name: string }, before: number, left: number): void {
  const lines = `${countOf(before, "line")} with an unknown outcome`;
  const found = before - left;
  const runs = found === 0 ? "no run was" : countOf(found, "run was", "runs were");
  const rest = found > 0 && left > 0 ? ` Still unknown: ${countOf(left, "line")}.` : "";
  const again: NextStep = {
    title: "Send Again…",
    run: { command: commandIds.retryBatch, args: [id, { lines: "resend" } satisfies RetryOptions] },
  };
  const show: NextStep = { title: "Show Batch Results", run: { command: commandIds.showBatch, args: [id] } };
  showNews(`${name}: ${runs} found for ${lines}.${rest}`, left > 0 ? [again, show] : [show]);
}
