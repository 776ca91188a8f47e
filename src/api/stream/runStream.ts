import { ApiError, isApiError } from "#api/errors.ts";
import { withUnknownOutcome } from "#api/http/failure.ts";
import type { HttpRequest, TimeLimits } from "#api/http/httpRequest.ts";
import type { HttpResponse } from "#api/http/httpResponse.ts";
import type { Transport } from "#api/http/transport.ts";
import { queryOf, segment } from "#api/paths.ts";
import type { RunEvent } from "#api/schemas.ts";
import { isTerminalType } from "#model/eventTypes.ts";
import { readEventBatches } from "./sse.ts";

type Batches = AsyncGenerator<RunEvent[], void, undefined>;

export interface StreamContext {
  transport: Pick<Transport, "open">;
  /** How long a stream may be silent, in milliseconds: any byte counts, comments too. */
  heartbeatTimeout: number;
  /** The limits for opening the stream. After that, the heartbeat timeout counts. */
  limits: TimeLimits;
  signal: AbortSignal | undefined;
}

const acceptedType = "text/event-stream";

/** The events after `afterSequence`, of one connection. @throws ApiError also when it closes before a terminal event */
export function readRun(context: StreamContext, id: string, afterSequence: number | undefined): Batches {
  const { transport, heartbeatTimeout, limits, signal } = context;
  const path = `/v1/runs/${segment(id)}/stream${queryOf({ after_sequence: cursor(afterSequence) })}`;
  return untilEnd(() =>
    transport.open({
      method: "GET",
      path,
      accept: acceptedType,
      limits: { ...limits, idle: heartbeatTimeout },
      signal,
    }),
  );
}

/**
 * Sends a request once and reads the events. @throws ApiError with `outcomeUnknown` when it closes before it names the
 * run
 */
export async function* createRun(context: Omit<StreamContext, "limits">, request: () => HttpRequest): Batches {
  const create = request();
  const limits = { ...create.limits, idle: context.heartbeatTimeout };
  const response = await context.transport.open({ ...create, accept: acceptedType, limits });
  let id: string | undefined;
  try {
    for await (const batch of untilEnd(async () => response)) {
      id ??= startedRun(batch);
      yield batch;
    }
  } catch (error) {
    if (id !== undefined || !isApiError(error)) throw error;
    const message = `The run may or may not exist: its event stream was lost before its ID arrived. ${error.message}`;
    throw withUnknownOutcome(error, message);
  }
}

/** The id of the run that `run.started` names among these events. */
export function startedRun(events: readonly RunEvent[]): string | undefined {
  const data = events.find(({ type }) => type === "run.started")?.data;
  if (typeof data !== "object" || data === null || !("id" in data)) return undefined;
  return typeof data.id === "string" ? data.id : undefined;
}

/** Opens a connection once it is read, and leaves it after a terminal event, also if the app keeps it open. */
async function* untilEnd(open: () => Promise<HttpResponse>): Batches {
  const response = await open();
  let isRead = false;
  try {
    yield [];
    isRead = true;
    for await (const batch of readEventBatches(response)) {
      yield batch;
      if (batch.some(({ type }) => isTerminalType(type))) return;
    }
  } finally {
    if (!isRead) response.discard();
  }
  throw new ApiError({ kind: "network", message: "The event stream ended before the run did." });
}

/** The API takes 1 and more. To start from the beginning, the parameter is left out. */
function cursor(last: number | undefined): number | undefined {
  return last !== undefined && last >= 1 ? last : undefined;
}
