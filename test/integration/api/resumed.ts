import type { RunsClient } from "../../../src/api/client.ts";
import type {
  CreateRunRequest,
  CreateStreamOptions,
  RunEventStream,
  StreamOptions,
} from "../../../src/api/contract.ts";
import type { Clock } from "../../../src/api/http/clock.ts";
import { pause } from "../../../src/api/http/retry.ts";
import type { RunEvent } from "../../../src/api/schemas.ts";
import { reconnecting } from "../../../src/api/stream/reconnecting.ts";
import { eventStream, startedRun } from "../../../src/api/stream/runStream.ts";
import type { WatchState } from "../../../src/runs/live/watchTypes.ts";

interface Resuming {
  /** Waits between two connections. */
  clock: Clock;
  onState?: (state: WatchState) => void;
}

type Batches = AsyncGenerator<RunEvent[], void, undefined>;

/** A run's events to its end, each once, over as many connections as that takes. */
export function resumed(client: RunsClient, id: string, options: StreamOptions & Resuming): RunEventStream {
  return eventStream(() => follow(client, id, options, undefined));
}

/** The same for a run that this stream creates. */
export function createdAndResumed(
  client: RunsClient,
  request: CreateRunRequest,
  options: CreateStreamOptions & Resuming,
): RunEventStream {
  return eventStream(() => createAndFollow(client, request, options));
}

async function* createAndFollow(
  client: RunsClient,
  request: CreateRunRequest,
  options: CreateStreamOptions & Resuming,
): Batches {
  const batches = client.createRunStreaming(request, options).batches()[Symbol.asyncIterator]();
  const early: RunEvent[][] = [];
  let id: string | undefined;
  while (id === undefined) {
    const next = await batches.next();
    if (next.done) throw new Error("The stream ended before it named its run.");
    early.push(next.value);
    id = startedRun(next.value);
  }
  const first = async function* (): AsyncGenerator<RunEvent[]> {
    yield* early;
    yield* { [Symbol.asyncIterator]: () => batches };
  };
  yield* follow(client, id, options, first());
}

async function* follow(
  client: RunsClient,
  id: string,
  { clock, afterSequence, signal, onState }: StreamOptions & Resuming,
  created: AsyncIterable<RunEvent[]> | undefined,
): Batches {
  let first = created;
  let last = afterSequence ?? -Infinity;
  const isNew = ({ sequence }: RunEvent): boolean => {
    if (sequence <= last) return false;
    last = sequence;
    return true;
  };
  yield* reconnecting<RunEvent[]>({
    async *connect(moved) {
      onState?.({ kind: "connecting" });
      const opened = first ?? client.streamRun(id, { afterSequence: last, signal }).batches();
      first = undefined;
      for await (const batch of opened) {
        if (batch.length === 0) onState?.({ kind: "live" });
        const fresh = batch.filter(isNew);
        if (fresh.length === 0) continue;
        moved();
        yield fresh;
      }
      onState?.({ kind: "ended" });
      return "over";
    },
    async pause({ attempt, milliseconds, error }) {
      if (error) onState?.({ kind: "waiting", retryAt: clock.now() + milliseconds, attempt, error });
      await pause(milliseconds, clock, signal ?? new AbortController().signal);
    },
    random: () => clock.random(),
  });
}
