import { type Batch, settleInterrupted } from "#features/batches/core/batch.ts";
import type { KnownBatch, OpenBatch } from "#features/batches/core/batchStore.ts";
import type { LineCounts } from "#features/batches/core/batchTypes.ts";
import { commandIds } from "#host/commandIds.ts";
import { showPick } from "#host/dialogs.ts";
import { NothingToDo, UserError, type NextStep } from "#host/errors/userError.ts";
import { countOf } from "#model/counts.ts";
import { troubleWords } from "#model/troubleWords.ts";
import { viewIdOf } from "#workbench/explorer/vscode/savedViews.ts";
import { connectionOf, lookUp } from "./batchSender.ts";
import type { BatchApp } from "./services.ts";

const runBatch: NextStep = { title: "Run as Batch…", run: { command: commandIds.runBatch } };

interface BatchChoice {
  title: string;
  fits: (counts: Readonly<LineCounts>, batch: KnownBatch) => boolean;
  /** Whether it sends lines, which needs the batch's connection. */
  sends: boolean;
  none: string;
}

/** The batch for a command: from its row or id, otherwise the person chooses. */
export async function pickBatch(
  context: BatchApp,
  argument: unknown,
  choice: BatchChoice,
): Promise<KnownBatch | undefined> {
  const id = viewIdOf(argument);
  if (id !== undefined) {
    const batch = context.batches.get(id);
    if (!batch) throw new UserError("This batch no longer exists. Select another one.");
    return batch;
  }
  const hasApp = ({ head }: KnownBatch): boolean =>
    !choice.sends || context.connections.get(head.connectionId) !== undefined;
  const batches = context.batches.list
    .filter((each) => !each.isOpen && choice.fits(each.counts, each) && hasApp(each))
    .reverse();
  if (batches.length === 0) throw new NothingToDo(choice.none, [runBatch]);
  const items = batches.map((batch) => ({ label: batch.head.name, description: stateWords(batch.counts), batch }));
  return (await showPick(items, { title: choice.title, matchOnDescription: true }))?.batch;
}

/**
 * Opens a batch in this window, and first looks for lines that another window had sent.
 *
 * @param find looks for the unknown lines
 * @throws UserError when that isn't possible
 */
export async function takeUp(
  context: BatchApp,
  { head }: KnownBatch,
  find: (context: BatchApp, batch: Batch) => Promise<void> = lookUp,
): Promise<OpenBatch> {
  connectionOf(context, head);
  const open = await context.batches.open(head.id);
  if (!open) throw new NothingToDo(`${head.name} is already being sent. You can stop it in its notification.`);
  try {
    await settleInterrupted(open.batch);
    if (open.batch.counts.unknown > 0) await find(context, open.batch);
    return open;
  } catch (error) {
    await open.close();
    throw error;
  }
}

/** *412 runs created, 3 not created, 585 not sent*. */
export function stateWords({ sending, ...counts }: Readonly<LineCounts>): string {
  const words = troubleWords({ ...counts, unknown: counts.unknown + sending });
  return [`${countOf(counts.created, "run")} created`, ...words].join(", ");
}
