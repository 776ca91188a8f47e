import { Readable } from "node:stream";

/** From this size on, a socket waits for its `drain` after each chunk: the high-water mark that undici sets. */
const drainedSize = 64 * 1024;

/**
 * A body as the stream that undici sends, with no chunk buffered: the next one is read when the system has taken the
 * one before. So a source can use one buffer for a file of any size. `Readable.from` reads ahead, and its buffers reach
 * some 60 MiB before the garbage collector runs.
 */
export class BodyStream extends Readable {
  readonly #chunks: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    super({ highWaterMark: 0 });
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  override _read(): void {
    this.#chunks.next().then(
      ({ done, value }) => this.push(done ? null : keep(value)),
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  }

  override _destroy(error: Error | null, callback: (error: Error | null) => void): void {
    const ended = this.#chunks.return?.() ?? Promise.resolve();
    ended.then(
      () => callback(error),
      (failure: unknown) => callback(error ?? (failure instanceof Error ? failure : new Error(String(failure)))),
    );
  }
}

/**
 * The socket queues small chunks without a `drain` between them, so each needs a copy that the next read can't
 * overwrite.
 */
function keep(chunk: Uint8Array): Uint8Array {
  return chunk.byteLength < drainedSize ? Uint8Array.from(chunk) : chunk;
}
