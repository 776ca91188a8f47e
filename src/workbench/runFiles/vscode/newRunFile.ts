import * as vscode from "vscode";
import { isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { commandIds } from "#host/commandIds.ts";
import { errorLine } from "#host/errors/errorLine.ts";
import { UserError } from "#host/errors/userError.ts";
import type { Log } from "#host/log.ts";
import { runFileFolder } from "#host/runFilePaths.ts";
import { keepsSession } from "#model/conversationIds.ts";
import { newRunFileEnding } from "#runFiles/fileNames.ts";
import { fieldsRunFileText, newRunFileText, sampleRunFileText } from "#runFiles/newRunFileText.ts";
import { writtenRequestOfRun } from "#runFiles/runFileOfRun.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { emptyInputs } from "./services.ts";

/**
 * Opens a new, unsaved run file: in the form of the active app's last run, else with the fields of its input where they
 * are known, otherwise from a template.
 * @returns its URI
 */
export async function newRunFile(context: App): Promise<vscode.Uri> {
  const { session } = context.activeRuns;
  const runs = session ? await lastRuns(session, context.log) : [];
  const last = runs.find((run) => run.input !== undefined && run.input !== null && !keepsSession(run));
  if (last || !session) return openNewRunFile("new", newRunFileText(last && writtenRequestOfRun(last)));
  const input = context.points
    .of(emptyInputs)
    .map((inputOf) => inputOf(session.connectionId))
    .find((known) => known);
  return openNewRunFile("new", input ? fieldsRunFileText(input) : newRunFileText(undefined));
}

/** Opens a run file for the sample app and runs it. @returns the run's id */
export async function runSampleFile({ activeRuns, firstRun, sampleApp }: App): Promise<unknown> {
  requireTrust("no run is started");
  if (activeRuns.connection?.sample !== true) await sampleApp.start();
  const uri = await openNewRunFile("sample", sampleRunFileText);
  await firstRun.ran();
  return vscode.commands.executeCommand(commandIds.runFile, uri);
}

/**
 * Opens an unsaved run file, with the cursor at its beginning.
 *
 * @param name without the extension of run files
 * @throws UserError when the text can't be written into the editor
 */
export async function openNewRunFile(name: string, text: string): Promise<vscode.Uri> {
  const document = await vscode.workspace.openTextDocument(await freeUri(name));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const start = new vscode.Position(0, 0);
  const fill = (): Thenable<boolean> =>
    editor.edit((edit) => edit.insert(start, text), { undoStopBefore: false, undoStopAfter: false });
  // The first edit is refused where another extension has just written into the file, as one for headers does.
  if (!(await fill()) && !(await fill()))
    throw new UserError("VS Code refused to write the text of the new run file. Close the file, and try again.");
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start));
  return document.uri;
}

/** A name for a new file in the open folder that neither exists nor is open in an editor. */
async function freeUri(name: string): Promise<vscode.Uri> {
  const folder = vscode.Uri.file(runFileFolder());
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
  for (let n = 1; ; n++) {
    const file = vscode.Uri.joinPath(folder, `${n === 1 ? name : `${name}-${n}`}${newRunFileEnding}`);
    if (!open.has(file.path) && !(await exists(file))) return file.with({ scheme: "untitled" });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    (error: unknown) => {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return false;
      throw error;
    },
  );
}

/** In milliseconds: how long a person waits for the app's last runs. After that the command continues without them. */
const lookupTimeout = 3_000;

/** The app's newest runs; none when they don't arrive in time. */
export async function lastRuns({ api }: RunsSession, log: Log): Promise<Run[]> {
  const signal = AbortSignal.timeout(lookupTimeout);
  try {
    return (await (await api()).listRuns({ page_size: 10, sort: "-started_at" }, { signal })).data;
  } catch (error) {
    if (!isApiError(error)) throw error;
    log.info(`The newest runs couldn't be loaded: ${errorLine(error)}`);
    return [];
  }
}
