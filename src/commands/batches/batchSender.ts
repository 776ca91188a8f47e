import type { FileSource } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import { systemClock } from "../../api/http/clock.ts";
import type { Run } from "../../api/schemas.ts";
import { fileFromPath } from "../../api/upload/files.ts";
import type { Connection } from "../../connections/connection.ts";
import { openFolders } from "../../host/runFilePlace.ts";
import { formatTimeOfDay } from "../../model/times.ts";
import { ReadGate } from "../../runFiles/consent/readGate.ts";
import type { Batch } from "../../runs/batches/batch.ts";
import type { BatchLine } from "../../runs/batches/batchTypes.ts";
import { BatchHalt, NotSentError } from "../../runs/batches/lineOutcome.ts";
import { lookUpLines } from "../../runs/batches/lookUp.ts";
import { sendLines } from "../../runs/batches/sendLines.ts";
import type { RunsSession } from "../../runs/store/session.ts";
import type { App } from "../app.ts";

type Needs = Pick<App, "batches" | "connections" | "consent" | "creator" | "log" | "sessions">;

export interface SendRequest {
  lines: readonly number[];
  concurrency: number;
  stop: AbortSignal;
  onPause: (until: number) => void;
}

/** Sends lines of a batch to its app, then looks for those without a response. @returns why it ended early */
export async function sendBatch(context: Needs, batch: Batch, request: SendRequest): Promise<Error | undefined> {
  const { stop } = request;
  const send = (line: BatchLine): Promise<Run> => createLine(context, batch, line);
  const onCreated = (run: Run): void => sessionOf(context, batch).takeCreated(run);
  const halt = await sendLines(batch, { ...request, send, onCreated, clock: systemClock });
  if (batch.counts.unknown > 0 && !context.batches.ended.aborted) await lookUp(context, batch);
  return stop.aborted ? undefined : halt;
}

/** Looks in the list of runs for lines without a response. @throws ApiError when it can't be read: they stay unknown */
export async function findLines(context: Needs, batch: Batch): Promise<void> {
  const session = sessionOf(context, batch);
  const found = await lookUpLines(batch, await session.api(), {
    at: formatTimeOfDay(Date.now()),
    claims: session.creates,
  });
  for (const run of found) session.takeCreated(run);
}

/** The same where the look-up isn't the point: after a failure the log says so. */
export async function lookUp(context: Needs, batch: Batch): Promise<void> {
  await findLines(context, batch).catch((error: unknown) =>
    context.log.error(error, "Couldn't look up the unknown lines of a batch"),
  );
}

/** The runs of a batch's app. @throws BatchHalt when the connection was removed or has another app now */
function sessionOf(context: Needs, { head }: Batch): RunsSession {
  connectionOf(context, head);
  return context.sessions.get(head.connectionId);
}

export function connectionOf(
  { connections }: Pick<App, "connections">,
  { connectionId, origin, name }: Batch["head"],
): Connection {
  const connection = connections.get(connectionId);
  if (!connection) throw new BatchHalt(`The connection of ${name} was removed.`);
  if (connection.baseUrl === origin) return connection;
  const host = new URL(origin).host;
  throw new BatchHalt(`${name} was made for ${host}, but ${connection.name} now has another address.`);
}

/** Creates the run of a line, with its attachments. @throws ApiError, NotSentError when a file can't be sent */
async function createLine(context: Needs, batch: Batch, line: BatchLine): Promise<Run> {
  const session = sessionOf(context, batch);
  const files = await openFiles(context, batch, line);
  return context.creator.createLine(session, { request: line.request ?? { input: {} }, files });
}

async function openFiles({ connections, consent }: Needs, { head }: Batch, line: BatchLine): Promise<FileSource[]> {
  const paths = line.files ?? [];
  try {
    const files = await Promise.all(paths.map((path) => fileFromPath(path)));
    // A line may be sent long after its batch was confirmed, when one of its files has become a link out of the folder.
    const gate = await gateOf(head, paths);
    const connection = connectionOf({ connections }, head);
    const [other] = consent.missing(gate.found, connection);
    if (!other) return files;
    const what = `${other.through ?? other.name} is outside the workspace folder and isn't the file that was confirmed.`;
    throw new NotSentError(`${what} Create the missing runs to be asked again.`);
  } catch (error) {
    throw isApiError(error) || error instanceof NotSentError || error instanceof BatchHalt
      ? error
      : new NotSentError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Finds which files of a batch's lines are outside the workspace folder. */
export async function gateOf({ id }: Batch["head"], paths: readonly string[]): Promise<ReadGate> {
  const gate = new ReadGate({ source: `batch ${id}`, folders: openFolders() });
  await gate.lookAtPaths(paths);
  return gate;
}
