import type { RunEvent } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { lowerBound } from "#base/lowerBound.ts";
import { ownText } from "#base/text/ownText.ts";
import { saysFailure } from "#runs/story/toolCalls.ts";

/** What is kept of an event that has left memory. */
export interface EventTrace {
  readonly sequence: number;
  readonly type: string;
  readonly failed: boolean;
  /** Who sent a piece of a text: the pieces of two agents aren't one text. */
  readonly source?: string;
}

/** In characters: the longest name of a sender in a list. */
const maxNameLength = 240;

export function traceOf(event: RunEvent): EventTrace {
  const { sequence, type } = event;
  const source = type.endsWith(".delta") ? senderName(event.source) : undefined;
  return { sequence, type, failed: saysFailure(event), source };
}

/** The name in an event's `source`, which is a text or an object with a name. */
export function senderName(source: unknown): string | undefined {
  const { name } = (isContainer(source) ? source : { name: source }) as { name?: unknown };
  return typeof name === "string" ? name.slice(0, maxNameLength) : undefined;
}

/** Traces in order, in two arrays of numbers: 17 MB for a million. Objects take several times as much. */
export class EventTraces implements Iterable<EventTrace> {
  readonly #sequences: number[] = [];
  /** The index of each trace's kind: there are few kinds. */
  readonly #kindOf: number[] = [];
  readonly #kinds: Omit<EventTrace, "sequence">[] = [];
  /** The index of each kind that didn't fail, by source and then by type. The one that failed follows it. */
  readonly #numbers = new Map<string | undefined, Map<string, number>>();

  get length(): number {
    return this.#sequences.length;
  }

  /** The sequence of the newest trace; `undefined` without any. */
  get lastSequence(): number | undefined {
    return this.#sequences.at(-1);
  }

  /** @param index from 0; a negative one counts from the end */
  at(index: number): EventTrace | undefined {
    const sequence = this.#sequences.at(index);
    return sequence === undefined ? undefined : { sequence, ...this.#kinds[this.#kindOf.at(index)!]! };
  }

  /** How many traces precede a sequence. */
  countBefore(sequence: number): number {
    return lowerBound(this.#sequences, (each) => each < sequence);
  }

  /** Adds a trace where it belongs, which is the end unless the event was late. */
  add({ sequence, ...kind }: EventTrace): void {
    const position = this.countBefore(sequence);
    const number = this.#numberOf(kind);
    if (position < this.length) {
      this.#sequences.splice(position, 0, sequence);
      this.#kindOf.splice(position, 0, number);
    } else {
      // `splice` would take ten times as long.
      this.#sequences.push(sequence);
      this.#kindOf.push(number);
    }
  }

  *[Symbol.iterator](): Generator<EventTrace, void, undefined> {
    for (let index = 0; index < this.length; index++) yield this.at(index)!;
  }

  #numberOf({ type, failed, source }: Omit<EventTrace, "sequence">): number {
    const ofSource = this.#numbers.get(source) ?? new Map<string, number>();
    const kindIndex = ofSource.get(type);
    if (kindIndex !== undefined) return kindIndex + Number(failed);
    // In memory of their own rather than as substrings of what the socket read.
    const own = { type: ownText(type), source: source === undefined ? undefined : ownText(source) };
    const number = this.#kinds.push({ ...own, failed: false }, { ...own, failed: true }) - 2;
    this.#numbers.set(own.source, ofSource.set(own.type, number));
    return number + Number(failed);
  }
}
