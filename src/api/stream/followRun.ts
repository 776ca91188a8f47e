import { linkSignals } from "../../base/linkedSignal.ts";
import type { StreamState } from "../contract.ts";
import { ApiError, isApiError } from "../errors.ts";
import type { Clock } from "../http/clock.ts";
import { withUnknownOutcome } from "../http/failure.ts";
import type { HttpRequest, TimeLimits } from "../http/httpRequest.ts";
import { pause } from "../http/retry.ts";
import type { Transport } from "../http/transport.ts";
import { queryOf, segment } from "../paths.ts";
import type { RunEvent } from "../schemas.ts";
import { EventSequence } from "./eventSequence.ts";
import { type AfterConnection, type ReconnectPause, reconnecting } from "./reconnecting.ts";
import { readEventBatches } from "./sse.ts";
import { startedRun } from "./startedRun.ts";

type Batches = AsyncGenerator<RunEvent[], void, undefined>;

export interface StreamContext {
  transport: Transport;
  clock: Clock;
  /** How long a stream may be silent, in milliseconds: any byte counts, comments too. */
  heartbeatTimeout: number;
  /** For opening the stream. After that, the heartbeat timeout counts. */
  limits: TimeLimits;
  signal: AbortSignal | undefined;
  onState: ((state: StreamState) => void) | undefined;
}

/**
 * A run's events after `afterSequence`, until its terminal one. Reconnects without limit when the connection breaks or
 * ends before. Each pause is longer until an event arrives.
 *
 * For a run that ended without a terminal event in its log this stream never ends: the server closes it each time, and
 * it reconnects, in the end every 15 to 30 s. So callers also read the run itself.
 *
 * @throws ApiError when reconnecting wouldn't help
 */
export function followRun(context: StreamContext, id: string, afterSequence: number | undefined): Batches {
  return follow(context, id, new EventSequence(afterSequence), undefined);
}

/**
 * Sends `create` once and reads the events of the new run; after `run.started` it works like {@link followRun}.
 *
 * @throws ApiError with `outcomeUnknown` when the stream breaks before it names the run
 */
export async function* createAndFollow(context: StreamContext, create: HttpRequest): Batches {
  const { transport, heartbeatTimeout, onState } = context;
  const seen = new EventSequence(undefined);
  let id: string | undefined;
  let broken: ApiError | undefined;
  onState?.({ kind: "connecting" });
  const response = await transport.open({ ...create, limits: { ...create.limits, idle: heartbeatTimeout } });
  onState?.({ kind: "live" });
  try {
    for await (const batch of readEventBatches(response)) {
      id ??= startedRun(batch);
      const fresh = seen.take(batch);
      if (fresh.length > 0) yield fresh;
      if (seen.ended) break;
    }
  } catch (error) {
    if (!isApiError(error)) throw error;
    broken = error;
  }
  if (seen.ended) {
    onState?.({ kind: "ended" });
    return;
  }
  broken ??= endedEarly();
  if (id === undefined) {
    const message = `The run may or may not exist: its event stream was lost before its id arrived. ${broken.message}`;
    throw withUnknownOutcome(broken, message);
  }
  yield* follow(context, id, seen, broken);
}

/** @param broken why the earlier stream broke; `undefined` if there was none */
function follow(context: StreamContext, id: string, seen: EventSequence, broken: ApiError | undefined): Batches {
  return reconnecting({
    connect: (moved) => attach(context, id, seen, moved),
    pause: (due) => waitToRetry(context, due),
    random: () => context.clock.random(),
    broken,
  });
}

/** Reads the events that follow the known ones. */
async function* attach(
  { transport, heartbeatTimeout, limits, signal, onState }: StreamContext,
  id: string,
  seen: EventSequence,
  moved: () => void,
): AsyncGenerator<RunEvent[], AfterConnection, undefined> {
  onState?.({ kind: "connecting" });
  const response = await transport.open({
    method: "GET",
    path: `/v1/runs/${segment(id)}/stream${queryOf({ after_sequence: cursor(seen.last) })}`,
    accept: "text/event-stream",
    limits: { ...limits, idle: heartbeatTimeout },
    signal,
  });
  onState?.({ kind: "live" });
  for await (const batch of readEventBatches(response)) {
    const fresh = seen.take(batch);
    if (fresh.length > 0) {
      moved();
      yield fresh;
    }
    if (seen.ended) {
      onState?.({ kind: "ended" });
      return "over";
    }
  }
  throw endedEarly();
}

async function waitToRetry(context: StreamContext, due: ReconnectPause): Promise<void> {
  const { clock, transport, signal, onState } = context;
  const { attempt, milliseconds, error = endedEarly() } = due;
  onState?.({ kind: "waiting", retryAt: clock.now() + milliseconds, attempt, error });
  const link = linkSignals([transport.closing, signal]);
  try {
    await pause(milliseconds, clock, link.signal);
  } finally {
    link.release();
  }
}

/** The API takes 1 and more. To start from the beginning, the parameter is left out. */
function cursor(last: number | undefined): number | undefined {
  return last !== undefined && last >= 1 ? last : undefined;
}

function endedEarly(): ApiError {
  return new ApiError({ kind: "network", message: "The event stream ended before the run did." });
}
