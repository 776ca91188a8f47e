import { lowerBound } from "../../base/lowerBound.ts";
import { isTerminalType } from "../../model/eventTypes.ts";
import type { RunEvent } from "../schemas.ts";

export interface SequenceGap {
  /** The first missing sequence. */
  readonly from: number;
  /** The last missing sequence. */
  readonly to: number;
}

/** `next`: after all others; `late`: fills a gap; `known`: a duplicate. */
export type EventPlace = "next" | "late" | "known";

/** The sequences of a run's events that have arrived: finds duplicates, and the missing ones from 1 on. */
export class EventSequence {
  #last: number | undefined;
  #ended = false;
  readonly #gaps: SequenceGap[] = [];

  /** @param last the last sequence that arrived earlier; gaps before it aren't known */
  constructor(last?: number) {
    this.#last = last;
  }

  /** The last sequence that arrived. */
  get last(): number | undefined {
    return this.#last;
  }

  /** Whether a terminal event has arrived. */
  get ended(): boolean {
    return this.#ended;
  }

  /** The missing sequences, in order. */
  get gaps(): readonly SequenceGap[] {
    return this.#gaps;
  }

  /** Adds an event. */
  place(event: RunEvent): EventPlace {
    const from = Math.max(this.#last ?? 0, 0) + 1;
    if (!this.#isNext(event)) return this.#fill(event.sequence) ? "late" : "known";
    if (event.sequence > from) this.#gaps.push({ from, to: event.sequence - 1 });
    return "next";
  }

  /** The new events of a stream whose events arrive in the order of their sequences. Notes no gaps. */
  take(batch: readonly RunEvent[]): RunEvent[] {
    return batch.filter((event) => this.#isNext(event));
  }

  #isNext({ sequence, type }: RunEvent): boolean {
    // A terminal event that is a duplicate still says that no more events follow.
    this.#ended ||= isTerminalType(type);
    if (this.#last !== undefined && sequence <= this.#last) return false;
    this.#last = sequence;
    return true;
  }

  #fill(sequence: number): boolean {
    const index = lowerBound(this.#gaps, (gap) => gap.to < sequence);
    const gap = this.#gaps[index];
    if (gap === undefined || gap.from > sequence) return false;
    const rest = [
      { from: gap.from, to: sequence - 1 },
      { from: sequence + 1, to: gap.to },
    ].filter(({ from, to }) => from <= to);
    this.#gaps.splice(index, 1, ...rest);
    return true;
  }
}
