import type { CreateRunRequest, FileSource } from "../../api/contract.ts";
import type { AttachmentService, PreparedRequest, TransferTask } from "./attachmentService.ts";
import { type CreatedRun, createRun, type NewRun } from "./createRun.ts";
import type { RunsOfApp } from "./runsOfApp.ts";

export interface RequestWithFiles {
  request: CreateRunRequest;
  files: readonly FileSource[];
  /** Hears the names of files that the app does not have any more: they are uploaded anew. */
  onGone?: ((names: readonly string[]) => void) | undefined;
}

/**
 * Sends a request with its files as the person's setting wants them to travel: beside it, or uploaded before and
 * referenced by id. What was uploaded to this app earlier is not uploaded again; when the app refuses the request since
 * it does not have it any more, that is forgotten, uploaded anew, and the request, which made nothing, is sent as it
 * should be. Whatever creates runs with files for a person goes through here: a file, a batch.
 *
 * @param send creates the run, once
 * @throws UploadsFailed before anything is created; else what `send` throws
 */
export async function sendWithFiles<T>(
  service: AttachmentService,
  session: RunsOfApp,
  { request, files, onGone }: RequestWithFiles,
  task: TransferTask,
  send: (prepared: Pick<PreparedRequest, "request" | "files">) => Promise<T>,
): Promise<T> {
  const prepared = await service.prepare(session, request, files, task);
  try {
    return await send(prepared);
  } catch (error) {
    if (!service.isGone(error, prepared)) throw error;
    const { reused } = prepared;
    // An app that takes them anew is there, and does not have the others.
    const anew = await service.prepare(session, request, files, task, reused);
    await service.forget(session, reused);
    onGone?.(reused.map(({ name }) => name));
    return send(anew);
  }
}

export type RunWithFiles = Omit<NewRun, "onProgress" | "signal"> & Pick<RequestWithFiles, "onGone">;

/**
 * Creates a run with its files, see {@link sendWithFiles}, and follows it to its end. @throws also what {@link
 * createRun} throws
 */
export function createWithFiles(
  service: AttachmentService,
  session: RunsOfApp,
  newRun: RunWithFiles,
  task: TransferTask = {},
): Promise<CreatedRun> {
  const { onGone: _, ...rest } = newRun;
  return sendWithFiles(service, session, newRun, task, ({ request, files }) =>
    createRun(session, { ...rest, request, files, signal: task.signal, onProgress: task.track?.(files) }),
  );
}
