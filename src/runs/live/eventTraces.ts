import type { RunEvent } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { ownText } from "../../base/text/ownText.ts";
import { saysFailure } from "../story/toolCalls.ts";

/** What is kept of an event that has left memory. */
export interface EventTrace {
  readonly sequence: number;
  readonly type: string;
  readonly failed: boolean;
  /** Who sent a piece of a text: the pieces of two agents aren't one text. */
  readonly source?: string;
}

/** In characters: the longest name of a sender in a list. */
const longestName = 240;

export function traceOf(event: RunEvent): EventTrace {
  const { sequence, type } = event;
  const source = type.endsWith(".delta") ? senderName(event.source) : undefined;
  return { sequence, type, failed: saysFailure(event), ...(source === undefined ? {} : { source }) };
}

/** The name in an event's `source`, which is a text or an object with a name. */
export function senderName(source: unknown): string | undefined {
  const { name } = (isContainer(source) ? source : { name: source }) as { name?: unknown };
  return typeof name === "string" ? name.slice(0, longestName) : undefined;
}

/** The bit in a type's number that says that the event failed. */
const failedBit = 0x8000;

/** Traces of events in the order of their sequences, ten bytes each. Objects would take four times the memory. */
export class EventTraces implements Iterable<EventTrace> {
  #sequences = new Float64Array(0);
  #types = new Uint16Array(0);
  #length = 0;
  /**
   * There are few types and senders, so each pair is kept once, in memory of its own rather than as substrings of what
   * the socket read.
   */
  readonly #kinds: Pick<EventTrace, "type" | "source">[] = [];
  /** The indexes of the kinds, by source and then by type. */
  readonly #numbers = new Map<string | undefined, Map<string, number>>();

  get length(): number {
    return this.#length;
  }

  /** The sequence of the newest trace; `undefined` without any. */
  get lastSequence(): number | undefined {
    return this.#length === 0 ? undefined : this.#sequences[this.#length - 1];
  }

  /** @param index from 0; a negative one counts from the end */
  at(index: number): EventTrace | undefined {
    const position = index < 0 ? this.#length + index : index;
    if (position < 0 || position >= this.#length) return undefined;
    const type = this.#types[position]!;
    return {
      sequence: this.#sequences[position]!,
      ...this.#kinds[type & ~failedBit]!,
      failed: (type & failedBit) !== 0,
    };
  }

  /** How many traces precede a sequence. */
  countBefore(sequence: number): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#sequences[middle]! < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Adds a trace in its place, which is the end unless the event was late. */
  add({ sequence, type, failed, source }: EventTrace): void {
    this.#makeRoom();
    const position = sequence > (this.lastSequence ?? -Infinity) ? this.#length : this.countBefore(sequence);
    if (position < this.#length) {
      this.#sequences.copyWithin(position + 1, position, this.#length);
      this.#types.copyWithin(position + 1, position, this.#length);
    }
    this.#sequences[position] = sequence;
    this.#types[position] = this.#numberOf(type, source) | (failed ? failedBit : 0);
    this.#length += 1;
  }

  *[Symbol.iterator](): Generator<EventTrace, void, undefined> {
    for (let index = 0; index < this.#length; index++) yield this.at(index)!;
  }

  #makeRoom(): void {
    if (this.#length < this.#sequences.length) return;
    const size = Math.max(1_024, Math.ceil(this.#length * 1.25));
    // The buffers move, so that the smaller ones are free at once: a long run would leave four times its traces to the
    // garbage collector.
    this.#sequences = new Float64Array(this.#sequences.buffer.transfer(size * this.#sequences.BYTES_PER_ELEMENT));
    this.#types = new Uint16Array(this.#types.buffer.transfer(size * this.#types.BYTES_PER_ELEMENT));
  }

  /**
   * If an app makes up a type for each event, as many are kept as fit beside the bit. The others share the last one.
   * Senders are kept in half of the room, so that they leave some for types.
   */
  #numberOf(type: string, source: string | undefined): number {
    const known = this.#numbers.get(source)?.get(type);
    if (known !== undefined) return known;
    const { length } = this.#kinds;
    if (source !== undefined && length >= failedBit / 2) return this.#numberOf(type, undefined);
    if (length === failedBit) return failedBit - 1;
    const kind = { type: ownText(type), ...(source === undefined ? {} : { source: ownText(source) }) };
    this.#kinds.push(kind);
    const ofSource = this.#numbers.get(kind.source) ?? new Map<string, number>();
    this.#numbers.set(kind.source, ofSource.set(kind.type, length));
    return length;
  }
}
