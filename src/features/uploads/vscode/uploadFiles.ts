import { basename } from "node:path";
import * as vscode from "vscode";
import type { FileSource } from "#api/contract.ts";
import type { UploadedFile } from "#api/schemas.ts";
import { reopenFiles } from "#api/upload/fileSource.ts";
import { showOpenDialog } from "#host/dialogs.ts";
import { showError, showNews } from "#host/errors/showError.ts";
import type { NextStep } from "#host/errors/userError.ts";
import { openFolders } from "#host/runFilePaths.ts";
import { diskPath, selectedUris } from "#host/selection.ts";
import { agreementOf } from "#runs/create/agreement.ts";
import { fileFact } from "#runs/questions/requestFacts.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { confirmProduction, changedReason } from "#workbench/connections/vscode/confirmProduction.ts";
import { requireAbility, requireSession, requireTrust } from "#workbench/connections/vscode/guards.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { uploadFailure } from "#workbench/runFiles/vscode/create/uploadFailure.ts";
import { openFiles } from "#workbench/runFiles/vscode/openFiles.ts";
import { withUploadProgress } from "#workbench/runFiles/vscode/progress.ts";

type Context = Pick<App, "activeRuns" | "attachments" | "connections" | "consent" | "log" | "reports" | "sessions">;

/** Uploads the selected files to the active app. @returns the app's response for each */
export async function uploadFiles(
  context: Context,
  clicked: unknown,
  selected: unknown,
): Promise<UploadedFile[] | undefined> {
  requireTrust("its files aren't uploaded");
  const session = requireSession(context.activeRuns);
  const connection = context.connections.get(session.connectionId);
  requireAbility(connection, "upload");
  const chosen =
    clicked instanceof vscode.Uri
      ? selectedUris(clicked, selected)
      : await showOpenDialog({ canSelectMany: true, openLabel: "Upload" });
  if (!chosen?.length) return undefined;
  const paths = chosen.map(diskPath);
  const name = paths.length === 1 ? basename(paths[0] ?? "") : "the selected files";
  const toOpen = { source: "selected", paths, areSelected: true, name, button: "Upload" };
  const files = connection && (await openFiles(context, { ...toOpen, connection }));
  return files && upload(context, session, connection, files);
}

/** @param connection as the person agreed to it */
async function upload(
  context: Context,
  session: RunsSession,
  connection: Connection,
  files: readonly FileSource[],
): Promise<UploadedFile[]> {
  const title = files.length === 1 ? `Uploading ${files[0]?.name}` : `Uploading ${files.length} files`;
  const result = await withUploadProgress(title, files, { always: true }, (task) =>
    context.attachments.upload(session, files, task),
  );
  const copy: NextStep = { title: result.done.length === 1 ? "Copy ID" : "Copy IDs", run: () => copyIds(result.done) };
  if (result.failed.length > 0) {
    const rest = [...result.failed.map(({ file }) => file), ...result.left];
    const again = { title: "Upload the Rest", run: () => uploadRest(context, connection, rest) };
    throw uploadFailure(result, "", result.done.length > 0 ? [again, copy] : [{ ...again, title: "Retry" }]);
  }
  const what =
    result.done.length === 1 ? `${result.done[0]?.name} was uploaded.` : `${result.done.length} files were uploaded.`;
  showNews(what, [copy]);
  return result.done;
}

/** Uploads only the failed files, in their current versions, after a question about what has changed. */
async function uploadRest(context: Context, agreed: Connection, files: readonly FileSource[]): Promise<void> {
  try {
    const session = context.sessions.get(agreed.id);
    const connection = context.connections.get(agreed.id) ?? agreed;
    const current = await reopenFiles(files);
    const isChanged = agreementOf(connection, current) !== agreementOf(agreed, files);
    const what = files.length === 1 ? (files[0]?.name ?? "") : `${files.length} files`;
    const facts = await Promise.all(current.map((file) => fileFact(file, openFolders()[0] ?? "")));
    const act = { deed: `Upload ${what}`, facts, button: "Upload", why: changedReason };
    if (!isChanged || (await confirmProduction(connection, act, context.reports)))
      await upload(context, session, connection, current);
  } catch (error) {
    showError(error);
  }
}

function copyIds(uploaded: readonly UploadedFile[]): Thenable<void> {
  return vscode.env.clipboard.writeText(uploaded.map(({ id }) => id).join("\n"));
}
