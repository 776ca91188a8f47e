import { homedir } from "node:os";
import * as vscode from "vscode";
import type { Run } from "../../api/schemas.ts";
import { inParallel } from "../../base/inParallel.ts";
import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { fileNameOf } from "../../base/text/fileName.ts";
import { NothingToDo } from "../../host/errors/userError.ts";
import { commandIds } from "../../host/ids.ts";
import { countOf } from "../../model/counts.ts";
import { escapedVariables, requestOfRun } from "../../runFiles/runFileOfRun.ts";
import { nearestGoodRun } from "../../runs/failures/nearestGoodRun.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import { countedQuery } from "../../runs/store/storeView.ts";
import type { App } from "../app.ts";
import { requireSession, requireTrust } from "../guards.ts";
import { runInputStep } from "../steps/inputStep.ts";
import { findCause } from "./causeTarget.ts";

type Needs = Pick<App, "activeRuns" | "comparisons" | "insights" | "knownCauses" | "sessions">;

/** So many runs are read and run again at once. */
const mostRuns = 1_000;
const readsAtOnce = 4;

/**
 * Writes the requests of a cause's runs into a list that the person keeps, and runs it as a batch, which shows a preview
 * before anything is sent.
 */
export async function runCauseAgain(context: Needs, argument: unknown): Promise<void> {
  requireTrust("no run is started again");
  const cause = await findCause(context, argument, "Run the failed runs of which cause again?");
  if (!cause) return;
  const active = context.activeRuns.connection;
  if (active?.id !== cause.connectionId)
    throw new NothingToDo("These runs belong to another app. Switch to its connection first.");
  const runIds = cause.runIds.slice(0, mostRuns);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const uri = await vscode.window.showSaveDialog({
    title: `Save the requests of ${countOf(runIds.length, "run")}`,
    saveLabel: "Save and Preview",
    defaultUri: vscode.Uri.joinPath(folder, `${fileNameOf(cause.title, "failed-runs")}.jsonl`),
    filters: { "JSON Lines": ["jsonl"] },
  });
  if (!uri) return;
  const location = vscode.ProgressLocation.Notification;
  const runs = await vscode.window.withProgress({ location, title: "Reading the failed runs" }, () =>
    readRuns(context.sessions.get(cause.connectionId), runIds),
  );
  const lines = runs.map((run) => stringifyJson(escapedVariables(requestOfRun(run))));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(`${lines.join("\n")}\n`));
  await vscode.commands.executeCommand(commandIds.runBatch, uri);
}

/** The runs in the order of their ids. Those that aren't known are read. */
async function readRuns({ store, api }: RunsSession, ids: readonly string[]): Promise<Run[]> {
  const found = new Map<string, Run>();
  const client = await api();
  await inParallel(ids, readsAtOnce, async (id) => {
    found.set(id, store.get(id) ?? (await client.getRun(id)));
  });
  return ids.flatMap((id) => found.get(id) ?? []);
}

/** Shows the figures of the active app's runs. */
export function showInsights({ activeRuns, insights }: Needs): void {
  insights.open(requireSession(activeRuns).connectionId);
}

/**
 * Compares the newest run of a cause, on the right, with the completed run whose input is most like its own.
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
  const completed = countedQuery("completed");
  if (!store.list(completed).isRead) await store.read(completed);
  const failed = store.get(runId) ?? (await (await api()).getRun(runId));
  const good = nearestGoodRun(failed, store.runs());
  if (!good) throw new NothingToDo("This app has no completed run yet. Compare again when one has completed.");
  context.comparisons.open({ a: { connectionId, runId: good.id }, b: { connectionId, runId } });
  return [good.id, runId];
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
