import type { RunEventStream } from "../contract.ts";
import { ApiError } from "../errors.ts";
import type { RunEvent } from "../schemas.ts";

/** Wraps batches as a {@link RunEventStream}. Nothing is sent before the iteration starts. */
export function eventStream(open: () => AsyncIterable<RunEvent[]>): RunEventStream {
  let opened = false;
  const batches = (): AsyncIterable<RunEvent[]> => {
    if (opened) throw new ApiError({ kind: "invalid", message: "An event stream can be read only once." });
    opened = true;
    return open();
  };
  return {
    batches,
    [Symbol.asyncIterator]: () => oneByOne(batches()),
  };
}

async function* oneByOne(batches: AsyncIterable<RunEvent[]>): AsyncGenerator<RunEvent, void, undefined> {
  for await (const batch of batches) yield* batch;
}
