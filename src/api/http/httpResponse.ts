import type { Dispatcher } from "undici";
import type { ApiError } from "#api/errors.ts";
import type { Exchange } from "./exchange.ts";

/** A slower body would take hours for a list of runs. One byte now and then must not keep a request open. */
const minPace = { bytes: 4 * 1024 };

/** The response to one request: its status, its headers, and its body as it arrives. */
export class HttpResponse {
  readonly status: number;
  readonly #data: Dispatcher.ResponseData;
  readonly #exchange: Exchange;

  constructor(data: Dispatcher.ResponseData, exchange: Exchange) {
    this.status = data.statusCode;
    this.#data = data;
    this.#exchange = exchange;
    exchange.responded(data.statusCode, this.header("x-request-id"));
  }

  get request(): string {
    return this.#exchange.name;
  }

  /** @param name in lower case. Of several values the first is returned */
  header(name: string): string | undefined {
    const value = this.#data.headers[name];
    return Array.isArray(value) ? value[0] : value;
  }

  /** The body, to be read once. Leaving the loop early closes the connection. @throws ApiError */
  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    let failure: ApiError | undefined;
    try {
      for await (const chunk of this.#data.body as AsyncIterable<Uint8Array>) {
        this.#exchange.received(chunk.byteLength);
        yield chunk;
      }
    } catch (error) {
      failure = this.#exchange.fail(error);
      throw failure;
    } finally {
      this.#exchange.end(failure);
    }
  }

  /**
   * The body as text, `undefined` over `limit` bytes. @param within in milliseconds; else {@link minPace} @throws
   * ApiError
   */
  async text(limit: number, within?: number): Promise<string | undefined> {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const pace =
      within === undefined ? { ...minPace, every: this.#exchange.idleLimit } : { bytes: Infinity, every: within };
    const slow = watchPace(
      pace,
      () => length,
      (wasSilent) => this.#data.body.destroy(this.#exchange.tooSlow(wasSilent)),
    );
    try {
      for await (const chunk of this.chunks()) {
        length += chunk.byteLength;
        if (length > limit) return undefined;
        chunks.push(chunk);
      }
    } finally {
      slow.stop();
    }
    return Buffer.concat(chunks, length).toString("utf8");
  }

  /** Closes the connection without reading the body. */
  discard(): void {
    // We destroy the body on purpose, so the error that reports it is expected.
    this.#data.body.on("error", () => undefined).destroy();
    this.#exchange.end();
  }
}

interface Pace {
  /** The least that has to arrive in each period. */
  bytes: number;
  /** The period in milliseconds; 0 for no minimum pace. */
  every: number;
}

/** Calls `onSlow` when fewer bytes arrived than the pace demands; `wasSilent`: none at all. */
function watchPace(
  { bytes, every }: Pace,
  received: () => number,
  onSlow: (wasSilent: boolean) => void,
): { stop(): void } {
  let before = 0;
  let halfway = 0;
  let ticks = 0;
  const check = (): void => {
    const now = received();
    if (++ticks % 2 === 1) halfway = now;
    else if (now - before < bytes) onSlow(now === halfway);
    else before = now;
  };
  const timer = every > 0 ? setInterval(check, every / 2) : undefined;
  return { stop: () => clearInterval(timer) };
}
