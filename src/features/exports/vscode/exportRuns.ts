import { basename } from "node:path";
import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showSaveDialog } from "#host/dialogs.ts";
import { showError } from "#host/errors/showError.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { notify } from "#host/notifications.ts";
import { newFileFolder } from "#host/saveFile.ts";
import { diskPath } from "#host/selection.ts";
import { withSteps } from "#host/withSteps.ts";
import { oldestFirst } from "#model/runOrder.ts";
import { idInFileName } from "#model/shortId.ts";
import { isoDay } from "#model/times.ts";
import type { App } from "#workbench/app.ts";
import type { RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import { reportFailures } from "#workbench/explorer/vscode/failureReport.ts";
import { findRuns } from "#workbench/explorer/vscode/runTarget.ts";
import {
  activeConversation,
  namedSession,
  type NamedSession,
  readSession,
} from "#workbench/explorer/vscode/sessionTarget.ts";
import { exportHead, writeExportFile } from "#workbench/panel/vscode/writeRuns.ts";

type Context = Pick<
  App,
  "activeRuns" | "connections" | "exportFiles" | "log" | "panels" | "points" | "reports" | "selectedRows" | "sessions"
>;

/**
 * Exports runs with all their events into a file: also those of a conversation or of a session's group, oldest first.
 *
 * @param first a run, a conversation or a group; without it, what is in view or selected
 * @param second the selected rows, or from a script the file
 * @returns the ids of the exported runs
 */
export async function exportRuns(context: Context, first: unknown, second: unknown): Promise<string[] | undefined> {
  const session = namedSession(first ?? activeConversation(context));
  const question = { command: commandIds.exportRuns };
  const targets = session ? await runsOf(context, session) : await findRuns(context, question, first, second);
  return exportTargets(context, targets, second instanceof vscode.Uri ? second : undefined);
}

async function runsOf(context: Context, session: NamedSession): Promise<RunTarget[]> {
  if (session.file !== undefined) throw new NothingToDo("This conversation already comes from an export.");
  const { connectionId, runs } = await withSteps("Loading the conversation", 1, ({ signal }) =>
    readSession(context, session, signal, Infinity),
  );
  if (runs.length === 0) throw new NothingToDo("This session no longer has any runs. Refresh the list.");
  return oldestFirst(runs).map(({ id: runId }) => ({ connectionId, runId }));
}

/** Exports these runs into a file; without one, the person says which. @returns the ids of those that were exported */
async function exportTargets(
  context: Context,
  targets: readonly RunTarget[],
  file: vscode.Uri | undefined,
): Promise<string[] | undefined> {
  const [target] = targets;
  if (!target) return undefined;
  const head = exportHead(context, targets);
  const uri = file ?? (await askForFile(targets));
  if (!uri) return undefined;
  const result = await writeExportFile(context, targets, head, diskPath(uri));
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

function tell(count: number, uri: vscode.Uri): void {
  const what = count === 1 ? "The run was exported" : `${count} runs were exported`;
  notify(`${what} to ${basename(uri.path)}.`, "Open").then(
    (chosen) => chosen && vscode.commands.executeCommand(commandIds.openExport, uri),
    showError,
  );
}
