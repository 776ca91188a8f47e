import { showNews } from "../../../host/errors/showError.ts";
import type { NextStep } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import { countOf } from "../../../model/counts.ts";
import type { App } from "../../app.ts";
import type { KnownBatch } from "../core/batchStore.ts";
import type { RetryOptions } from "../core/retryChoice.ts";
import { findLines } from "./batchSender.ts";
import { takeUp } from "./pickBatch.ts";
import type { BatchServices } from "./services.ts";
import type { BatchResult } from "./workOnBatch.ts";

type Needs = Pick<App, "connections" | "consent" | "creator" | "log" | "sessions"> & Pick<BatchServices, "batches">;

/**
 * Looks in the list of runs for the lines of a batch that were sent and have no response. Nothing is sent.
 *
 * @returns the result
 * @throws ApiError when the list can't be read
 */
export async function lookUpUnknown(context: Needs, known: KnownBatch): Promise<BatchResult> {
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
  const again: NextStep = {
    title: "Send Again…",
    run: { command: commandIds.retryBatch, args: [id, { lines: "missing" } satisfies RetryOptions] },
  };
  const show: NextStep = { title: "Show Batch Results", run: { command: commandIds.showBatch, args: [id] } };
  showNews(text, left > 0 ? [again, show] : [show]);
}
