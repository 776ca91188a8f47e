import type { FileSource } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import { systemClock } from "../../api/http/clock.ts";
import type { Run } from "../../api/schemas.ts";
import { fileFromPath } from "../../api/upload/files.ts";
import type { Connection } from "../../connections/connection.ts";
import { formatTimeOfDay } from "../../model/times.ts";
import type { Batch } from "../../runs/batches/batch.ts";
import type { BatchLine } from "../../runs/batches/batchTypes.ts";
import { BatchHalt, NotSentError } from "../../runs/batches/lineOutcome.ts";
import { lookUpLines } from "../../runs/batches/lookUp.ts";
import { sendLines } from "../../runs/batches/sendLines.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";

type Needs = Pick<App, "batches" | "connections" | "creator" | "log" | "sessions">;

export interface SendRequest {
  lines: readonly number[];
  concurrency: number;
  stop: AbortSignal;
  onPause: (until: number) => void;
}

/** Sends lines of a batch to its app, then looks for those without a response. @returns why it ended early */
export async function sendBatch(context: Needs, batch: Batch, request: SendRequest): Promise<Error | undefined> {
  const { stop } = request;
  const send = (line: BatchLine): Promise<Run> => createLine(context, sessionOf(context, batch), line);
  const onCreated = (run: Run): void => sessionOf(context, batch).takeCreated(run);
  const halt = await sendLines(batch, { ...request, send, onCreated, clock: systemClock });
  if (batch.counts.unknown > 0 && !context.batches.ended.aborted) await lookUp(context, batch);
  return stop.aborted ? undefined : halt;
}

/** Looks in the list of runs for lines without a response. After a failure they stay unknown, and the log says so. */
export async function lookUp(context: Needs, batch: Batch): Promise<void> {
  try {
    const session = sessionOf(context, batch);
    const found = await lookUpLines(batch, await session.api(), {
      at: formatTimeOfDay(Date.now()),
      claims: session.creates,
    });
    for (const run of found) session.takeCreated(run);
  } catch (error) {
    context.log.error(error, "Couldn't look up the unknown lines of a batch");
  }
}

/** The runs of a batch's app. @throws BatchHalt when the connection was removed or has another app now */
function sessionOf(context: Needs, { head }: Batch): RunsSession {
  connectionOf(context, head);
  return context.sessions.get(head.connectionId);
}

export function connectionOf({ connections }: Needs, { connectionId, origin, name }: Batch["head"]): Connection {
  const connection = connections.get(connectionId);
  if (!connection) throw new BatchHalt(`The connection of ${name} was removed.`);
  if (connection.baseUrl === origin) return connection;
  const host = new URL(origin).host;
  throw new BatchHalt(`${name} was made for ${host}, but ${connection.name} now has another address.`);
}

/** Creates the run of a line, with its attachments. @throws ApiError, NotSentError when a file can't be read */
async function createLine(context: Pick<App, "creator">, session: RunsSession, line: BatchLine): Promise<Run> {
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
