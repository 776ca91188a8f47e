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
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";
import { requireTrust } from "../guards.ts";
import { findCause } from "./causeTarget.ts";

type Needs = Pick<App, "activeRuns" | "sessions">;

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
