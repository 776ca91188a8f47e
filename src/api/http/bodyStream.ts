import { Readable } from "node:stream";

/** From this size on, a socket asks to wait for its `drain` after each chunk: the high-water mark that undici sets. */
const drainedSize = 64 * 1024;

/**
 * A body as the stream that undici sends, without a chunk of its own: the next one is asked for when the socket has
 * given the former to the system. That is what lets a source use one buffer for a file of any size; `Readable.from`
 * reads ahead, and buffers that wait for the garbage collector reach some 60 MiB before it runs.
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

/** The socket takes small chunks without a `drain` between them, so that they must outlive the next one. */
function keep(chunk: Uint8Array): Uint8Array {
  return chunk.byteLength < drainedSize ? Uint8Array.from(chunk) : chunk;
}
