import { setTimeout as delay } from "node:timers/promises";
import { backoffDelay } from "#api/http/backoff.ts";
import { settleInterrupted } from "#features/batches/core/batch.ts";
import type { KnownBatch } from "#features/batches/core/batchStore.ts";
import { workspaceId } from "#host/workspaceId.ts";
import { lookUp } from "./batchSender.ts";
import { stateWords } from "./pickBatch.ts";
import type { BatchApp } from "./services.ts";
import { offer } from "./workOnBatch.ts";

/**
 * In milliseconds: a reloaded window may live on for a moment in the background, and another window may work for long.
 */
const lookDelays = { first: 2_000, max: 60_000 };

/**
 * Shows one notification about the batches that this workspace's last window left unfinished. Nothing is sent without a
 * click.
 */
export async function tellOfInterrupted(context: BatchApp): Promise<void> {
  await context.batches.load();
  const here = workspaceId();
  const left = context.batches.list.filter((batch) => batch.head.workspace === here && isInterrupted(batch));
  await Promise.all(left.map(async ({ head }) => settle(context, head.id)));
}

function isInterrupted({ wasShown, isOpen }: KnownBatch): boolean {
  return !isOpen && !wasShown;
}

async function settle(context: BatchApp, id: string): Promise<void> {
  const { batches } = context;
  let open = await batches.open(id);
  for (let attempt = 1; !open; attempt++) {
    const wait = backoffDelay({ attempt, random: Math.random() }, lookDelays);
    await delay(wait, undefined, { signal: batches.ended, ref: false }).catch(() => undefined);
    if (batches.ended.aborted) return;
    await batches.load();
    const batch = batches.get(id);
    // The other window has finished it.
    if (!batch || !isInterrupted(batch)) return;
    open = await batches.open(id);
  }
  const { batch } = open;
  const { waiting, sending, unknown } = batch.counts;
  try {
    await settleInterrupted(batch);
    if (batch.counts.unknown > 0) await lookUp(context, batch);
    await open.tell(true);
  } finally {
    await open.close();
  }
  // The window closed when all results were known, and before it could report them.
  if (waiting + sending + unknown === 0) return;
  const message = `${batch.head.name} was interrupted: ${stateWords(batch.counts)}.`;
  offer(id, message, batch.counts, batch.counts.waiting + batch.counts.unknown > 0);
}
