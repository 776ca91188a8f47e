import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { showPickMany } from "#host/dialogs.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { formatBytes } from "#model/bytes.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import type { Upload } from "#workbench/core/uploadStore.ts";
import type { UploadNode, UploadServices } from "./uploadsTree.ts";

type Context = Pick<App, "activeRuns" | "nextRun" | "uploads"> & Pick<UploadServices, "selectedUploads">;

/** Copies the ids of uploads, one per line. @returns the copied text */
export async function copyUploadId(context: Context, clicked: unknown, selected: unknown): Promise<string | undefined> {
  const found = await findUploads(context, clicked, selected, "Copy Upload IDs");
  if (!found) return undefined;
  const text = found.ids.join("\n");
  await vscode.env.clipboard.writeText(text);
  tell(`$(copy) ${found.ids.length === 1 ? "Upload ID" : `${found.ids.length} upload IDs`} copied`);
  return text;
}

/** Marks uploads for the next run of a file. @returns all marked ids */
export async function attachUpload(
  context: Context,
  clicked: unknown,
  selected: unknown,
): Promise<string[] | undefined> {
  const found = await findUploads(context, clicked, selected, "Attach Uploads to the Next Run");
  if (!found) return undefined;
  await context.nextRun.mark(found.connectionId, found.ids);
  return context.nextRun.list(found.connectionId).map(({ id }) => id);
}

/** Removes the mark. @returns the ids that are still marked */
export async function detachUpload(
  context: Context,
  clicked: unknown,
  selected: unknown,
): Promise<string[] | undefined> {
  const { connectionId } = requireSession(context.activeRuns);
  const found = await findUploads(
    context,
    clicked,
    selected,
    "Detach Upload from Next Run",
    context.nextRun.list(connectionId),
  );
  if (!found) return undefined;
  await context.nextRun.unmark(found.connectionId, found.ids);
  return context.nextRun.list(found.connectionId).map(({ id }) => id);
}

/** Removes uploads from the list; the app keeps them. @returns the ids */
export async function forgetUpload(
  context: Context,
  clicked: unknown,
  selected: unknown,
): Promise<string[] | undefined> {
  const found = await findUploads(context, clicked, selected, "Forget Uploads");
  if (!found) return undefined;
  await context.uploads.forget(found.connectionId, found.ids);
  tell(
    `${found.ids.length === 1 ? "1 upload was" : `${found.ids.length} uploads were`} removed from the list. Nothing was deleted from the app.`,
  );
  return found.ids;
}

interface FoundUploads {
  connectionId: string;
  ids: string[];
}

/** The clicked row with its selection, ids from a script, or the person's choice. */
async function findUploads(
  context: Context,
  clicked: unknown,
  selected: unknown,
  title: string,
  choice?: readonly Upload[],
): Promise<FoundUploads | undefined> {
  const { connectionId } = requireSession(context.activeRuns);
  if (isRow(clicked)) {
    const rows: readonly unknown[] = Array.isArray(selected) ? selected : context.selectedUploads();
    const nodes = rows.filter(isRow);
    const all = nodes.some(({ uploadId }) => uploadId === clicked.uploadId) ? nodes : [clicked];
    return { connectionId: clicked.connectionId, ids: all.map(({ uploadId }) => uploadId) };
  }
  const named = [clicked].flat().filter((each) => typeof each === "string");
  if (named.length > 0) return { connectionId, ids: named };
  const ids = await pickUploads(choice ?? context.uploads.list(connectionId), title);
  return ids && ids.length > 0 ? { connectionId, ids } : undefined;
}

async function pickUploads(uploads: readonly Upload[], title: string): Promise<string[] | undefined> {
  if (uploads.length === 0) {
    const upload = { title: "Upload Files…", run: { command: commandIds.uploadFiles } };
    throw new NothingToDo("You haven't uploaded files to this app yet.", [upload]);
  }
  const items = uploads.map(({ id, name, size }) => ({ label: name, description: formatBytes(size), id }));
  const chosen = await showPickMany(items, { title, matchOnDescription: true });
  return chosen?.map(({ id }) => id);
}

function isRow(value: unknown): value is UploadNode {
  return typeof value === "object" && value !== null && (value as { kind?: unknown }).kind === "upload";
}

function tell(text: string): void {
  vscode.window.setStatusBarMessage(text, 3000);
}
