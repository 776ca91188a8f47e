import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import { inParallel } from "#base/inParallel.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { fileNameOf } from "#base/text/fileName.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { saveAs } from "#host/saveFile.ts";
import { countOf } from "#model/counts.ts";
import { writtenRequestOfRun } from "#runFiles/runFileOfRun.ts";
import { type RunsSession, wholeRun } from "#runs/store/runsSession.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { findCause } from "#workbench/explorer/vscode/causeTarget.ts";
import { mayKeepSession } from "#workbench/runFiles/vscode/keptSession.ts";
import { runBatch } from "./runBatch.ts";
import type { BatchApp } from "./services.ts";

/** Number of runs that are read and run again at once. */
const maxRuns = 1_000;
const readsAtOnce = 4;

/**
 * Writes the requests of a cause's runs into a list that the person keeps, and runs it as a batch, which shows a preview
 * before anything is sent.
 */
export async function runCauseAgain(context: BatchApp, argument: unknown): Promise<void> {
  requireTrust("no run is started again");
  const cause = await findCause(context, argument, "Run again: the failed runs of which cause?");
  if (cause) await runAgainAsBatch(context, cause, () => true);
}

/**
 * Writes the requests of runs into a list that the person keeps, and runs it as a batch, which shows a preview before
 * anything is sent.
 *
 * @param isWanted whether a run is run again, as it is now
 */
export async function runAgainAsBatch(
  context: BatchApp,
  { connectionId, runIds: all, title }: { connectionId: string; runIds: readonly string[]; title: string },
  isWanted: (run: Run) => boolean,
): Promise<void> {
  if (context.activeRuns.connection?.id !== connectionId)
    throw new NothingToDo("These runs belong to another app. Switch to its connection first.");
  const name = `${fileNameOf(title, "failed-runs")}.jsonl`;
  const location = vscode.ProgressLocation.Notification;
  const read = await vscode.window.withProgress({ location, title: "Loading the failed runs" }, () =>
    readRuns(context.sessions.get(connectionId), all.slice(0, maxRuns)),
  );
  const runs = read.filter(isWanted);
  if (runs.length === 0) throw new NothingToDo("None of these runs has failed.");
  if (!(await mayKeepSession(context, runs, context.activeRuns.connection, "Save and Preview"))) return;
  const options = {
    title: `Save the requests of ${countOf(runs.length, "run")}`,
    saveLabel: "Save and Preview",
    filters: { "JSON Lines": ["jsonl"] },
  };
  const lines = runs.map((run) => `${stringifyJson(writtenRequestOfRun(run))}\n`);
  const uri = await saveAs(name, options, () => lines.join(""));
  if (uri) await runBatch(context, uri, undefined);
}

/** The runs in the order of their ids. Those whose inputs aren't known are read. */
async function readRuns(session: RunsSession, ids: readonly string[]): Promise<Run[]> {
  const found = new Map<string, Run>();
  await inParallel(ids, readsAtOnce, async (id) => void found.set(id, await wholeRun(session, id)));
  return ids.flatMap((id) => found.get(id) ?? []);
}
