import * as vscode from "vscode";
import type { CreateRunRequest } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { showError } from "#host/errors/showError.ts";
import { UserError } from "#host/errors/userError.ts";
import { countOf } from "#model/counts.ts";
import { namedIn } from "#runs/create/attachmentService.ts";
import type { App } from "#workbench/app.ts";
import type { Upload } from "#workbench/core/uploadStore.ts";

/** The uploads that are marked for the next run, when a run starts. */
export interface MarkedUploads {
  all: readonly Upload[];
  /** The uploads that the request doesn't name itself. */
  added: readonly Upload[];
}

export const noMarkedUploads: MarkedUploads = { all: [], added: [] };

export function markedUploads(
  { nextRun }: Pick<App, "nextRun">,
  connectionId: string,
  { file_ids: own = [] }: CreateRunRequest,
): MarkedUploads {
  const all = nextRun.list(connectionId);
  return { all, added: all.filter(({ id }) => !own.includes(id)) };
}

export function withMarked(request: CreateRunRequest, { added }: MarkedUploads): CreateRunRequest {
  if (added.length === 0) return request;
  return { ...request, file_ids: [...(request.file_ids ?? []), ...added.map(({ id }) => id)] };
}

/** Removes the marks when their run was created. If it was declined or failed, they stay for the next one. */
export async function removeMarks(
  { nextRun }: Pick<App, "nextRun">,
  connectionId: string,
  { all }: MarkedUploads,
): Promise<void> {
  if (all.length === 0) return;
  await nextRun.unmark(
    connectionId,
    all.map(({ id }) => id),
  );
  vscode.window.setStatusBarMessage(`$(pinned) ${countOf(all.length, "upload")} attached to the run`, 5000);
}

interface Refusal {
  error: unknown;
  connectionId: string;
  marked: MarkedUploads;
  /** Starts the run again, with the uploads that are still marked. */
  runAgain: () => Promise<unknown>;
}

/** If an app refuses an upload's id, it no longer has the upload. @returns the error that says so */
export function goneUploads(
  { uploads }: Pick<App, "uploads">,
  { error, connectionId, marked, runAgain }: Refusal,
): UserError | undefined {
  if (!isApiError(error) || error.status !== 400) return undefined;
  const gone = namedIn(error, marked.all);
  if (gone.length === 0) return undefined;
  const run = async (): Promise<void> => {
    try {
      await uploads.forget(
        connectionId,
        gone.map(({ id }) => id),
      );
      await runAgain();
    } catch (failure) {
      showError(failure);
    }
  };
  const names = gone.map(({ name }) => name).join(", ");
  const message = `No run was created: the app no longer stores ${names}, which you attached.`;
  return new UserError(message, [{ title: gone.length === 1 ? "Run Without It" : "Run Without Them", run }], {
    cause: error,
  });
}
