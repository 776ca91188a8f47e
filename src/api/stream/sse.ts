import { createParser } from "eventsource-parser";
import { TooMuchJsonError, parseJson } from "../../base/json/parseJson.ts";
import { ApiError } from "../errors.ts";
import type { HttpResponse } from "../http/httpResponse.ts";
import type { RunEvent } from "../schemas.ts";
import { EventPlaces } from "../unreadable.ts";

/** In characters: the longest single event. A run's whole output is in its last one. */
const longestEvent = 64 * 1024 * 1024;

/**
 * Reads an event stream as batches: the events that one piece of the body completed. Events before a broken one are
 * returned before the error is thrown.
 *
 * @throws ApiError `protocol` for something that isn't an event of the Runs API; or a broken connection
 */
export async function* readEventBatches(response: HttpResponse): AsyncGenerator<RunEvent[], void, undefined> {
  const type = response.header("content-type");
  if (!/^\s*text\/event-stream\s*(;|$)/i.test(type ?? "")) {
    response.discard();
    throw unexpected(`comes as ${type ?? "no type"} instead of text/event-stream`);
  }
  const parser = new EventParser();
  for await (const chunk of response.chunks()) {
    const batch = parser.read(chunk);
    if (batch.length > 0) yield batch;
    if (parser.problem) throw parser.problem;
  }
  if (parser.unplaced !== undefined)
    throw unexpected(`ends with an event that doesn't match the Runs API: ${parser.unplaced}`);
}

class EventParser {
  /** Why nothing more can be read. */
  problem: ApiError | undefined;
  #batch: RunEvent[] = [];
  readonly #places = new EventPlaces();
  readonly #decoder = new TextDecoder();
  readonly #parser = createParser({
    maxBufferSize: longestEvent,
    onEvent: ({ data }) => this.#take(data),
    onError: ({ type }) => {
      // The standard says that unknown fields are ignored.
      if (type === "max-buffer-size-exceeded") this.problem ??= unexpected("contains an event of over 64 MiB");
    },
  });

  /** The problem with an event that has no place in the run, until the next event gives it one. */
  get unplaced(): string | undefined {
    return this.#places.problem;
  }

  read(chunk: Uint8Array): RunEvent[] {
    this.#batch = [];
    this.#parser.feed(this.#decoder.decode(chunk, { stream: true }));
    return this.#batch;
  }

  #take(data: string): void {
    if (this.problem) return;
    let value: unknown;
    try {
      value = parseJson(data);
    } catch (error) {
      this.problem = unexpected(
        `contains an event that ${error instanceof TooMuchJsonError ? error.message : "isn't JSON"}`,
      );
      return;
    }
    const places = this.#places;
    if (places.problem !== undefined || !isRunEvent(value)) {
      this.#batch.push(...places.take(value));
      return;
    }
    places.pass(value.sequence);
    this.#batch.push(value);
  }
}

function unexpected(what: string): ApiError {
  return new ApiError({ kind: "protocol", message: `The event stream ${what}.` });
}

/**
 * Whether a value passes `runEventSchema`, in a tenth of its time (0.03 µs instead of 0.37 µs): a stream brings up to a
 * hundred thousand events a second. The schema stays the truth, and says what is wrong with a value that this function
 * refuses.
 */
export function isRunEvent(value: unknown): value is RunEvent {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const { id, type, sequence, timestamp } = value as Partial<Record<keyof RunEvent, unknown>>;
  return (
    typeof type === "string" && Number.isSafeInteger(sequence) && isTextOrNothing(id) && isTextOrNothing(timestamp)
  );
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === "string";
}
