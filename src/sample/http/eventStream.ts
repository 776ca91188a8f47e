import type { SampleRun } from "../runs/run.ts";
import type { Exchange } from "./exchange.ts";

/** In milliseconds: the silence after which a comment is sent. */
const heartbeat = 15_000;
/** How many events are written at once. */
const batchSize = 500;

/**
 * Streams a run's events as SSE, as fast as the socket takes them, and ends after the terminal one. A client that
 * closes the stream doesn't affect the run.
 * @param afterSequence the last sequence that is left out, 0 for none
 */
export async function streamEvents(exchange: Exchange, run: SampleRun, afterSequence: number): Promise<void> {
  const { response } = exchange;
  const headers = { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" };
  response.writeHead(200, { ...headers, "x-accel-buffering": "no" });
  response.flushHeaders();
  let changed = Promise.withResolvers<void>();
  const wake = (): void => changed.resolve();
  response.on("close", wake).on("drain", wake);
  const subscription = run.onChange(wake);
  const silence = setInterval(() => response.write(": heartbeat\n\n"), heartbeat);
  try {
    let written = afterSequence;
    while (!response.destroyed) {
      changed = Promise.withResolvers();
      const batch = run.events.slice(written, written + batchSize);
      if (batch.length > 0 && !response.writableNeedDrain) {
        written += batch.length;
        response.write(batch.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(""));
        silence.refresh();
      } else if (batch.length === 0 && run.isTerminal) break;
      else await changed.promise;
    }
  } finally {
    clearInterval(silence);
    subscription.dispose();
    response.end();
  }
}
