import type * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { UserError } from "#host/errors/userError.ts";
import { fromRunFileFolder } from "#host/runFilePaths.ts";
import { getsNewSession } from "#model/conversationIds.ts";
import { idInFileName } from "#model/shortId.ts";
import { runFileText, writtenRequestOfRun } from "#runFiles/runFileOfRun.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { requireTrust } from "#workbench/connections/vscode/guards.ts";
import { activateConnection } from "#workbench/connections/vscode/switchConnection.ts";
import { findLiveRun } from "#workbench/explorer/vscode/runTarget.ts";
import { mayKeepSession } from "./keptSession.ts";
import { openNewRunFile } from "./newRunFile.ts";

/** Opens a run's request as an unsaved run file, ready for *Run with This File*. @returns its URI */
export async function runAgainWithEdits(context: App, argument: unknown): Promise<vscode.Uri | undefined> {
  requireTrust("no run is started");
  const found = await findLiveRun(context, argument, { command: commandIds.runAgainWithEdits });
  if (!found) return undefined;
  const { run, connection, sent } = found;
  if (!(await mayKeepSession(context, [run], connection, "Open"))) return undefined;
  const extras = sent && {
    files: sent.files.map(fromRunFileFolder),
    mode: sent.mode === "stream" ? undefined : sent.mode,
  };
  const text = runFileText(
    writtenRequestOfRun(run, sent?.fileIds),
    `Copy of ${runTitle(run, connection.titlePath)}${getsNewSession(run) ? ", in a new session" : ""}.`,
    extras,
  );
  if (text === undefined) {
    const again = {
      title: "Run Again",
      run: { command: commandIds.runAgain, args: [{ connectionId: connection.id, runId: run.id }] },
    };
    throw new UserError("The input of this run isn't an object, so it can't be written to a run file.", [again]);
  }
  // A run file runs on the active connection.
  if (context.connections.active?.id !== connection.id) await activateConnection(context, connection.id);
  return openNewRunFile(`again-${idInFileName(run.id)}`, text);
}
