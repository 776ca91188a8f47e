import type { FileSource } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import { fileFromPath } from "../../api/upload/files.ts";
import type { BatchLine } from "../../runs/batches/batchTypes.ts";
import { NotSentError } from "../../runs/batches/lineOutcome.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";

/** Creates the run of a line, with its attachments. @throws ApiError, NotSentError when a file can't be read */
export async function createLine(context: Pick<App, "creator">, session: RunsSession, line: BatchLine): Promise<Run> {
  const files = await openFiles(line);
  return context.creator.createLine(session, { request: line.request ?? { input: {} }, files });
}

async function openFiles({ files = [] }: BatchLine): Promise<FileSource[]> {
  try {
    return await Promise.all(files.map((path) => fileFromPath(path)));
  } catch (error) {
    throw isApiError(error)
      ? error
      : new NotSentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
