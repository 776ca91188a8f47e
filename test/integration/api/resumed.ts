import type { RunsClient } from "#api/client.ts";
import type { RunEventStream, StreamOptions } from "#api/contract.ts";
import type { Clock } from "#api/http/clock.ts";
import { pause } from "#api/http/retry.ts";
import type { RunEvent } from "#api/schemas.ts";
import { reconnecting } from "#api/stream/reconnecting.ts";
import { eventStream } from "#api/stream/runStream.ts";
import type { WatchState } from "#runs/live/watchTypes.ts";

interface Resuming {
  /** Waits between two connections. */
  clock: Clock;
  onState?: (state: WatchState) => void;
}

type Streaming = Pick<RunsClient, "streamRun">;
type Batches = AsyncGenerator<RunEvent[], void, undefined>;

/** A run's events to its end, each once, over as many connections as that takes. */
export function resumed(client: Streaming, id: string, options: StreamOptions & Resuming): RunEventStream {
  return eventStream(() => follow(client, id, options));
}

async function* follow(
  client: Streaming,
  id: string,
  { clock, afterSequence, signal, onState }: StreamOptions & Resuming,
): Batches {
  let last = afterSequence ?? -Infinity;
  const isNew = ({ sequence }: RunEvent): boolean => {
    if (sequence <= last) return false;
    last = sequence;
    return true;
  };
  yield* reconnecting<RunEvent[]>({
    async *connect(moved) {
      onState?.({ kind: "connecting" });
      for await (const batch of client.streamRun(id, { afterSequence: last, signal }).batches()) {
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
