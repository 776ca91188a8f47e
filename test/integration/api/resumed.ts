import type { RunsClient } from "#api/client.ts";
import type { StreamOptions } from "#api/contract.ts";
import type { Clock } from "#api/http/clock.ts";
import { pause } from "#api/http/retry.ts";
import type { RunEvent } from "#api/schemas.ts";
import { reconnecting } from "#api/stream/reconnecting.ts";
import type { WatchState } from "#runs/live/watchTypes.ts";

interface Resuming {
  /** Waits between two connections. */
  clock: Clock;
  onState?: (state: WatchState) => void;
}

type Streaming = Pick<RunsClient, "streamRun">;

/** A run's events to its end, each once, in batches, over as many connections as that takes. */
export async function resumed(
  client: Streaming,
  id: string,
  { clock, afterSequence, signal, onState }: StreamOptions & Resuming,
): Promise<RunEvent[][]> {
  const batches: RunEvent[][] = [];
  let last = afterSequence ?? -Infinity;
  const isNew = ({ sequence }: RunEvent): boolean => {
    if (sequence <= last) return false;
    last = sequence;
    return true;
  };
  await reconnecting({
    async connect(moved) {
      onState?.({ kind: "connecting" });
      for await (const batch of client.streamRun(id, { afterSequence: last, signal })) {
        if (batch.length === 0) onState?.({ kind: "live" });
        const fresh = batch.filter(isNew);
        if (fresh.length === 0) continue;
        moved();
        batches.push(fresh);
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
  return batches;
}
