import { basename } from "node:path";
import * as vscode from "vscode";
import { isApiError } from "#api/errors.ts";
import { commandIds } from "#host/commandIds.ts";
import { showSaveDialog } from "#host/dialogs.ts";
import { notificationText } from "#host/errors/notificationText.ts";
import { showError } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { newFileFolder, notSaved } from "#host/saveFile.ts";
import { diskPath } from "#host/selection.ts";
import { withSteps } from "#host/withSteps.ts";
import { oldestFirst } from "#model/runOrder.ts";
import { idInFileName } from "#model/shortId.ts";
import { isoDay } from "#model/times.ts";
import type { ExportHead } from "#runs/exports/exportFile.ts";
import { writeExport } from "#runs/exports/exportWriter.ts";
import type { ExportResult } from "#runs/exports/exportWriter.ts";
import { Cover } from "#runs/values/cover.ts";
import type { App } from "#workbench/app.ts";
import { removedConnection } from "#workbench/connections/vscode/guards.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import { reportFailures } from "#workbench/explorer/vscode/failureReport.ts";
import { findRuns } from "#workbench/explorer/vscode/runTarget.ts";
import { namedSession, type NamedSession, readSession } from "#workbench/explorer/vscode/sessionTarget.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "log" | "panels" | "reports" | "selectedRows" | "sessions">;

/**
 * Exports runs with all their events into a file: also those of a conversation or of a session's group, oldest first.
 *
 * @param second the selected rows, or from a script the file
 * @returns the ids of the exported runs
 */
export async function exportRuns(context: Needs, first: unknown, second: unknown): Promise<string[] | undefined> {
  const session = namedSession(first);
  const targets = session ? await runsOf(context, session) : await findRuns(context, first, second);
  return exportTargets(context, targets, second instanceof vscode.Uri ? second : undefined);
}

async function runsOf(context: Needs, session: NamedSession): Promise<RunTarget[]> {
  if (session.file !== undefined) throw new NothingToDo("This conversation comes from an export already.");
  const { connectionId, runs } = await withSteps("Loading the conversation", 1, ({ signal }) =>
    readSession(context, session, signal, Infinity),
  );
  if (runs.length === 0) throw new NothingToDo("This session no longer has any runs. Refresh the list.");
  return oldestFirst(runs).map(({ id: runId }) => ({ connectionId, runId }));
}

/** Exports these runs into a file; without one, the person says which. @returns the ids of those that were exported */
async function exportTargets(
  context: Needs,
  targets: readonly RunTarget[],
  file: vscode.Uri | undefined,
): Promise<string[] | undefined> {
  const [target] = targets;
  if (!target) return undefined;
  const head = headOf(context, targets);
  const uri = file ?? (await askForFile(targets));
  if (!uri) return undefined;
  const result = await write(context, targets, head, diskPath(uri));
  if (!result) return undefined;
  const { exported, failed } = result;
  if (targets.length === 1) for (const { error } of failed) throw error;
  const failures = failed.map(({ runId, error }) => ({ target: { ...target, runId }, error }));
  if (exported.length === 0) reportFailures(context, `None of the ${targets.length} runs could be exported.`, failures);
  else if (failed.length > 0) {
    const others = `The others are in ${basename(uri.path)}.`;
    reportFailures(context, `${failed.length} of ${targets.length} runs couldn't be exported. ${others}`, failures);
  } else tell(exported.length, uri);
  return exported;
}

/**
 * Writes runs with all their events to a file, and tells nobody.
 *
 * @returns whether it was written; the person may have canceled
 * @throws UserError, ApiError
 */
export async function writeRuns(context: Needs, targets: readonly RunTarget[], path: string): Promise<boolean> {
  const result = await write(context, targets, headOf(context, targets), path);
  for (const { error } of result?.failed ?? []) throw error;
  return result !== undefined;
}

function headOf({ connections }: Needs, targets: readonly RunTarget[]): ExportHead {
  const [first] = targets;
  if (targets.some(({ file }) => file !== undefined)) throw new NothingToDo("This run comes from an export already.");
  if (targets.some(({ connectionId }) => connectionId !== first?.connectionId)) {
    throw new NothingToDo("These runs belong to different apps. Export one app at a time.");
  }
  const connection = first && connections.get(first.connectionId);
  if (!connection) throw removedConnection();
  const app = { name: connection.name, host: new URL(connection.baseUrl).host };
  return { app, exportedAt: new Date().toISOString() };
}

async function askForFile(targets: readonly RunTarget[]): Promise<vscode.Uri | undefined> {
  const [target] = targets;
  const name =
    target && targets.length === 1 ? `run-${idInFileName(target.runId)}.json` : `runs-${isoDay(new Date())}.json`;
  return showSaveDialog({
    title: targets.length === 1 ? "Export Run" : `Export ${targets.length} Runs`,
    defaultUri: vscode.Uri.joinPath(newFileFolder(), name),
    filters: { JSON: ["json"] },
    saveLabel: "Export",
  });
}

async function write(
  context: Needs,
  targets: readonly RunTarget[],
  head: ExportHead,
  path: string,
): Promise<ExportResult | undefined> {
  const runs = targets.map(({ runId }) => runId);
  const title = runs.length === 1 ? "Exporting a run" : `Exporting ${runs.length} runs`;
  const connectionId = targets[0]?.connectionId ?? "";
  const api = await context.sessions.get(connectionId).api();
  // A trace holds headers and code of tools, which no app would send.
  const { local = false } = context.connections.get(connectionId) ?? {};
  const cover = await context.connections.withKeys((keys) => (local ? new Cover(keys) : new Cover(keys).knownAlone));
  try {
    return await withSteps(title, runs.length, ({ signal, onStep }) => {
      let done = 0;
      const onProgress = (ended: number, events: number): void => {
        const place = runs.length === 1 ? "" : `run ${ended + 1} of ${runs.length}, `;
        onStep(`${place}${events} events`, ended - done);
        done = ended;
      };
      return writeExport({ path, head, runs, api, cover, signal, onProgress });
    });
  } catch (error) {
    if (!isApiError(error)) throw notSaved(basename(path), error);
    if (error.kind !== "aborted") throw error;
    vscode.window.setStatusBarMessage("Export canceled. No file was written.", 5000);
    return undefined;
  }
}

function tell(count: number, uri: vscode.Uri): void {
  const what = count === 1 ? "The run was exported" : `${count} runs were exported`;
  vscode.window
    .showInformationMessage(notificationText(`${what} to ${basename(uri.path)}.`), "Open")
    .then((chosen) => chosen && vscode.commands.executeCommand(commandIds.openExport, uri), showError);
}
