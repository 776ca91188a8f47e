import type { RunEvent } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { lowerBound } from "../../base/lowerBound.ts";
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

/**
 * Traces of events in the order of their sequences: two bytes each, as long as sequences follow one another. Objects
 * would take twenty times the memory.
 */
export class EventTraces implements Iterable<EventTrace> {
  readonly #sequences = new RisingNumbers();
  #types = new Uint16Array(0);
  /**
   * There are few types and senders, so each pair is kept once, in memory of its own rather than as substrings of what
   * the socket read.
   */
  readonly #kinds: Pick<EventTrace, "type" | "source">[] = [];
  /** The indexes of the kinds, by source and then by type. */
  readonly #numbers = new Map<string | undefined, Map<string, number>>();

  get length(): number {
    return this.#sequences.length;
  }

  /** The sequence of the newest trace; `undefined` without any. */
  get lastSequence(): number | undefined {
    return this.length === 0 ? undefined : this.#sequences.at(this.length - 1);
  }

  /** @param index from 0; a negative one counts from the end */
  at(index: number): EventTrace | undefined {
    const position = index < 0 ? this.length + index : index;
    if (position < 0 || position >= this.length) return undefined;
    const type = this.#types[position]!;
    return {
      sequence: this.#sequences.at(position),
      ...this.#kinds[type & ~failedBit]!,
      failed: (type & failedBit) !== 0,
    };
  }

  /** How many traces precede a sequence. */
  countBefore(sequence: number): number {
    return this.#sequences.countBefore(sequence);
  }

  /** Adds a trace in its place, which is the end unless the event was late. */
  add({ sequence, type, failed, source }: EventTrace): void {
    this.#makeRoom();
    const position = this.#sequences.add(sequence);
    this.#types.copyWithin(position + 1, position, this.length - 1);
    this.#types[position] = this.#numberOf(type, source) | (failed ? failedBit : 0);
  }

  *[Symbol.iterator](): Generator<EventTrace, void, undefined> {
    for (let index = 0; index < this.length; index++) yield this.at(index)!;
  }

  #makeRoom(): void {
    if (this.length < this.#types.length) return;
    const size = Math.max(1_024, Math.ceil(this.length * 1.25));
    // The buffer moves, so that the smaller one is free at once: a long run would leave four times its traces to the
    // garbage collector.
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

/** Different numbers in rising order. Of those that follow one another, only the first is kept. */
class RisingNumbers {
  /** The first number of each series, and its position. */
  readonly #firsts: number[] = [];
  readonly #starts: number[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param position of a number that is there */
  at(position: number): number {
    return this.#next(lowerBound(this.#starts, (start) => start <= position) - 1, position);
  }

  /** How many are less than a number. */
  countBefore(number: number): number {
    const series = lowerBound(this.#firsts, (first) => first < number) - 1;
    if (series < 0) return 0;
    const end = this.#starts[series + 1] ?? this.#length;
    return Math.min(end, this.#starts[series]! + Math.ceil(number - this.#firsts[series]!));
  }

  /** @returns its position */
  add(number: number): number {
    const position = this.countBefore(number);
    const series = this.#splitAt(position);
    this.#length++;
    for (let later = series; later < this.#starts.length; later++) this.#starts[later]! += 1;
    if (series === 0 || this.#next(series - 1, position) !== number) {
      this.#firsts.splice(series, 0, number);
      this.#starts.splice(series, 0, position);
    }
    return position;
  }

  /** The number that a series has at a position, or would have if it went on until there. */
  #next(series: number, position: number): number {
    return this.#firsts[series]! + (position - this.#starts[series]!);
  }

  /** The series that begins at a position: one that goes on there is made two. */
  #splitAt(position: number): number {
    const series = lowerBound(this.#starts, (start) => start < position);
    if (position < this.#length && this.#starts[series] !== position) {
      this.#firsts.splice(series, 0, this.at(position));
      this.#starts.splice(series, 0, position);
    }
    return series;
  }
}
