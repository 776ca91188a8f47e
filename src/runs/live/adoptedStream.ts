import type { RunEventStream } from "../../api/contract.ts";
import { ApiError } from "../../api/errors.ts";
import type { RunEvent } from "../../api/schemas.ts";
import { startedRun } from "../../api/stream/startedRun.ts";
import type { OpenStream } from "./sharedWatch.ts";

/**
 * Reads the stream of a run that is being created until `run.started` names the run.
 *
 * @param abort ends the stream even while it waits for its next batch
 * @throws ApiError
 */
export async function adoptStream(
  stream: RunEventStream,
  abort: (() => void) | undefined,
): Promise<{ runId: string; stream: OpenStream }> {
  const batches = stream.batches()[Symbol.asyncIterator]();
  const early: RunEvent[][] = [];
  for (;;) {
    const next = await batches.next();
    if (next.done) throw noRun();
    early.push(next.value);
    const runId = startedRun(next.value);
    if (runId === undefined) continue;
    const close = (): void => {
      abort?.();
      leave(batches);
    };
    return { runId, stream: { batches: resume(early, batches), close } };
  }
}

async function* resume(early: RunEvent[][], rest: AsyncIterator<RunEvent[]>): AsyncGenerator<RunEvent[]> {
  yield* early;
  yield* { [Symbol.asyncIterator]: () => rest };
}

/** Nobody needs the rest of the stream. */
function leave(batches: AsyncIterator<RunEvent[]>): void {
  batches.return?.().catch(() => undefined);
}

function noRun(): ApiError {
  return new ApiError({
    kind: "protocol",
    message: "The event stream ended before the run's id arrived. The run may or may not exist.",
    outcomeUnknown: true,
  });
}
