import { homedir } from "node:os";
import * as vscode from "vscode";
import type { Run } from "../../../api/schemas.ts";
import { inParallel } from "../../../base/inParallel.ts";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import { fileNameOf } from "../../../base/text/fileName.ts";
import { oneLine } from "../../../base/text/oneLine.ts";
import { showSaveDialog } from "../../../host/dialogs.ts";
import { NothingToDo } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import { runInputStep } from "../../../host/steps/inputStep.ts";
import { countOf } from "../../../model/counts.ts";
import { writtenRequestOfRun } from "../../../runFiles/runFileOfRun.ts";
import { nearestGoodRun } from "../../../runs/failures/nearestGoodRun.ts";
import type { RunsSession } from "../../../runs/store/session.ts";
import { countedQuery } from "../../../runs/store/storeView.ts";
import { wholeRun } from "../../../runs/store/wholeRun.ts";
import type { App } from "../../app.ts";
import type { KnownBatch } from "../../batches/core/batchStore.ts";
import type { CompareFeatureServices } from "../../compare/vscode/services.ts";
import { requireSession, requireTrust } from "../../connections/vscode/guards.ts";
import { mayKeepSession } from "../../runFiles/vscode/keptSession.ts";
import { findCause } from "./causeTarget.ts";
import type { InsightsServices } from "./services.ts";

/** Number of completed runs that are read to find one to compare with. */
const mostGood = 500;
/** In characters: the fields of an app may have long names. */
const longestReason = 120;

type Needs = Pick<App, "activeRuns" | "knownCauses" | "reports" | "sessions" | "tree"> &
  Pick<CompareFeatureServices, "comparisons"> &
  Pick<InsightsServices, "facts" | "insights">;

/** Number of runs that are read and run again at once. */
const mostRuns = 1_000;
const readsAtOnce = 4;

/**
 * Writes the requests of a cause's runs into a list that the person keeps, and runs it as a batch, which shows a preview
 * before anything is sent.
 */
export async function runCauseAgain(context: Needs, argument: unknown): Promise<void> {
  requireTrust("no run is started again");
  const cause = await findCause(context, argument, "Run the failed runs of which cause again?");
  if (cause) await runAgainAsBatch(context, cause, () => true);
}

/** Runs the failed runs of a batch again, as a batch of their own. */
export async function runFailedAgain(
  context: Pick<Needs, "activeRuns" | "reports" | "sessions">,
  batch: KnownBatch,
): Promise<void> {
  const { connectionId, name } = batch.head;
  const { store } = context.sessions.get(connectionId);
  // A run that isn't known may have failed.
  const runIds = [...batch.runs.ids].filter((id) => (store.get(id)?.status ?? "failed") === "failed");
  const title = `${name.replace(/\.(jsonl|ndjson)$/i, "")}, failed runs`;
  await runAgainAsBatch(context, { connectionId, runIds, title }, ({ status }) => status === "failed");
}

/** @param isWanted whether a run is run again, as it is now */
async function runAgainAsBatch(
  context: Pick<Needs, "activeRuns" | "reports" | "sessions">,
  { connectionId, runIds: all, title }: { connectionId: string; runIds: readonly string[]; title: string },
  isWanted: (run: Run) => boolean,
): Promise<void> {
  if (context.activeRuns.connection?.id !== connectionId)
    throw new NothingToDo("These runs belong to another app. Switch to its connection first.");
  const location = vscode.ProgressLocation.Notification;
  const read = await vscode.window.withProgress({ location, title: "Loading the failed runs" }, () =>
    readRuns(context.sessions.get(connectionId), all.slice(0, mostRuns)),
  );
  const runs = read.filter(isWanted);
  if (runs.length === 0) throw new NothingToDo("None of these runs has failed.");
  if (!(await mayKeepSession(context, runs, context.activeRuns.connection, "Save and Preview"))) return;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await showSaveDialog({
    title: `Save the requests of ${countOf(runs.length, "run")}`,
    saveLabel: "Save and Preview",
    defaultUri: vscode.Uri.joinPath(folder, `${fileNameOf(title, "failed-runs")}.jsonl`),
    filters: { "JSON Lines": ["jsonl"] },
  });
  if (!uri) return;
  const lines = runs.map((run) => stringifyJson(writtenRequestOfRun(run)));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${lines.join("\n")}\n`));
  await vscode.commands.executeCommand(commandIds.runBatch, uri);
}

/** The runs in the order of their ids. Those whose inputs aren't known are read. */
async function readRuns(session: RunsSession, ids: readonly string[]): Promise<Run[]> {
  const found = new Map<string, Run>();
  await inParallel(ids, readsAtOnce, async (id) => void found.set(id, await wholeRun(session, id)));
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Shows the figures of the active app's runs. */
export function showInsights({ activeRuns, insights }: Needs): void {
  insights.show({ connectionId: requireSession(activeRuns).connectionId });
}

/**
 * Compares the newest run of a cause, on the right, with the completed run whose input is most like its own, among
 * those that Insights and the list know, and says what they have in common.
 *
 * @returns the ids of the good run and the failed one
 */
export async function compareWithGoodRun(
  context: Needs,
  argument: unknown,
): Promise<[good: string, failed: string] | undefined> {
  const cause = await findCause(context, argument, "Compare a run of which cause?");
  const [runId] = cause?.runIds ?? [];
  if (!cause || runId === undefined) return undefined;
  const { connectionId } = cause;
  const { store, api } = context.sessions.get(connectionId);
  await store.loadAll(countedQuery("completed"), mostGood);
  const failed = store.get(runId) ?? (await (await api()).getRun(runId));
  const candidates = new Map([...context.facts.runs(connectionId), ...store.runs()].map((run) => [run.id, run]));
  const good = nearestGoodRun(failed, candidates.values());
  if (!good) throw new NothingToDo("This app has no completed run yet. Compare again when one has completed.");
  const why = oneLine(good.why, longestReason);
  context.comparisons.open({ a: { connectionId, runId: good.run.id, why }, b: { connectionId, runId } });
  return [good.run.id, runId];
}

/** Marks a cause as known, with a note. @param note from a script; without it, the person is asked */
export async function markCauseAsKnown(context: Needs, argument: unknown, note: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Mark which cause as known?");
  if (!cause) return;
  const { connectionId, fingerprints, title } = cause;
  const before = context.knownCauses.known(connectionId, fingerprints)?.note ?? "";
  const prompt = "Note (optional), such as the issue that tracks it";
  const text =
    typeof note === "string"
      ? note
      : (await runInputStep({ title: `Mark as Known: ${title}`, prompt, value: before, check: () => undefined }))
          ?.value;
  if (text !== undefined) await context.knownCauses.mark(connectionId, fingerprints, text);
}

/** Takes the mark of a known cause away. */
export async function forgetKnownCause(context: Needs, argument: unknown): Promise<void> {
  const cause = await findCause(context, argument, "Mark which cause as not known?");
  if (cause) await context.knownCauses.unmark(cause.connectionId, cause.fingerprints);
}
