import { showPick } from "../../../host/dialogs.ts";
import { NothingToDo } from "../../../host/errors/userError.ts";
import { requireTrust } from "../../connections/vscode/guards.ts";
import type { KnownBatch } from "../core/batchStore.ts";
import { readRetry, type Retried, type Retry, retryRows } from "../core/retryChoice.ts";
import { createMissing } from "./createMissing.ts";
import { lookUpUnknown } from "./lookUpUnknown.ts";
import { pickBatch } from "./pickBatch.ts";
import { runFailedAgain } from "./runFailedAgain.ts";
import type { BatchServices } from "./services.ts";
import { sendUnsent } from "./unsentLines.ts";
import type { BatchResult } from "./workOnBatch.ts";

type Needs = Parameters<typeof createMissing>[0] &
  Parameters<typeof runFailedAgain>[0] &
  Pick<BatchServices, "batches">;

/**
 * Goes on with a batch: the person chooses what is done with which of its lines. If only one thing can be done, it is.
 *
 * @param options from a script `{ "lines": "missing" }`, which chooses
 * @returns the result
 */
export async function retryBatch(
  context: Needs,
  argument: unknown,
  options: unknown,
): Promise<BatchResult | undefined> {
  requireTrust("no run is started");
  const known = await pickBatch(context, argument, {
    title: "Retry which batch?",
    fits: (_, batch) => retryRows(retried(context, batch)).length > 0,
    sends: true,
    none: "No batch has lines to retry.",
  });
  if (!known) return undefined;
  const retry = readRetry(options) ?? (await chooseRetry(context, known));
  return retry && retries[retry](context, known);
}

const retries: Readonly<Record<Retry, (context: Needs, batch: KnownBatch) => Promise<BatchResult | undefined>>> = {
  unsent: sendUnsent,
  missing: createMissing,
  unknown: lookUpUnknown,
  failedRuns: async (context, batch) => {
    await runFailedAgain(context, batch);
    return undefined;
  },
};

async function chooseRetry(context: Needs, batch: KnownBatch): Promise<Retry | undefined> {
  const rows = retryRows(retried(context, batch));
  const [first, ...others] = rows;
  if (!first) throw new NothingToDo(`${batch.head.name} has no lines to retry.`);
  if (others.length === 0) return first.retry;
  return (await showPick(rows, { title: `Retry ${batch.head.name}`, placeHolder: "Select what to do" }))?.retry;
}

/** Only runs that the list knows count as failed. */
function retried({ sessions }: Needs, { counts, head, runs }: KnownBatch): Retried {
  const { store } = sessions.get(head.connectionId);
  return { counts, failedRuns: [...runs.ids].filter((id) => store.get(id)?.status === "failed").length };
}
