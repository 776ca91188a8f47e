import { systemClock } from "#api/http/clock.ts";
import type { Run } from "#api/schemas.ts";
import type { Batch } from "#features/batches/core/batch.ts";
import type { BatchLine } from "#features/batches/core/batchTypes.ts";
import type { LineFiles } from "#features/batches/core/lineFiles.ts";
import { BatchHalt } from "#features/batches/core/lineOutcome.ts";
import { lookUpLines } from "#features/batches/core/lookUp.ts";
import { sendLines } from "#features/batches/core/sendLines.ts";
import { formatTimeOfDay } from "#model/times.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { BatchApp } from "./services.ts";

export interface SendRequest {
  lines: readonly number[];
  /** The lines' attachments, as the person agreed to them. */
  files: LineFiles;
  concurrency: number;
  stop: AbortSignal;
  onPause: (until: number) => void;
}

/** Sends lines of a batch to its app, then looks for those without a response. @returns why it ended early */
export async function sendBatch(context: BatchApp, batch: Batch, request: SendRequest): Promise<Error | undefined> {
  const { stop, files } = request;
  const send = async (line: BatchLine): Promise<Run> => {
    const session = sessionOf(context, batch);
    const run = { request: line.request ?? { input: {} }, files: await files.open(line) };
    return context.creator.createLine(session, run);
  };
  const onCreated = (run: Run): void => sessionOf(context, batch).takeCreated(run);
  const halt = await sendLines(batch, { ...request, send, onCreated, clock: systemClock });
  if (batch.counts.unknown > 0 && !context.batches.ended.aborted) await lookUp(context, batch);
  return stop.aborted ? undefined : halt;
}

/** Looks in the list of runs for lines without a response. @throws ApiError when it can't be read: they stay unknown */
export async function findLines(context: BatchApp, batch: Batch): Promise<void> {
  const session = sessionOf(context, batch);
  const found = await lookUpLines(batch, await session.api(), {
    at: formatTimeOfDay(Date.now()),
    claims: session.creates,
  });
  for (const run of found) session.takeCreated(run);
}

/** Looks up runs where the look-up isn't the point: after a failure the log says so. */
export async function lookUp(context: BatchApp, batch: Batch): Promise<void> {
  await findLines(context, batch).catch((error: unknown) =>
    context.log.error(error, "Couldn't look up a batch's lines with unknown outcome"),
  );
}

/** The runs of a batch's app. @throws BatchHalt when the connection was removed or has another app now */
function sessionOf(context: BatchApp, { head }: Batch): RunsSession {
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
  throw new BatchHalt(
    `${name} was made for ${host}, but the address of ${connection.name} has changed. Change it back, then retry.`,
  );
}
