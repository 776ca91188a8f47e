import { asApiError } from "../../api/asApiError.ts";
import type { ApiError } from "../../api/errors.ts";
import type { RunEvent } from "../../api/schemas.ts";
import { EventSequence, type SequenceGap } from "../../api/stream/eventSequence.ts";
import { type Attention, SpareDelays } from "./attention.ts";
import type { PastEvents } from "./pastEvents.ts";

export interface StreamGapsOptions {
  past: PastEvents;
  attention: Attention;
  onError: (error: ApiError) => void;
}

/** After as many gaps in which nothing is stored, this run's sequences are taken for sparse and no gap is asked for. */
const mostEmptyGaps = 3;

/** Fills the gaps in a stream from what is stored; while nobody looks only some of them, and the others later. */
export class StreamGaps {
  readonly #options: StreamGapsOptions;
  readonly #delays = new SpareDelays(500);
  #nextAt = 0;
  #empty = 0;
  #later: SequenceGap | undefined;

  constructor(options: StreamGapsOptions) {
    this.#options = options;
  }

  /**
   * A batch with what is missing before its events, so that all come in order where that is possible. Throws nothing.
   *
   * @param lastSequence the last one that came before
   */
  async fill(batch: readonly RunEvent[], lastSequence: number, signal: AbortSignal): Promise<RunEvent[]> {
    const sequence = new EventSequence(lastSequence);
    for (const event of batch) sequence.place(event);
    const { gaps } = sequence;
    const [first, last] = [gaps[0], gaps.at(-1)];
    const stored = first && last ? await this.#read({ from: first.from, to: last.to }, signal) : [];
    return [...stored, ...batch].sort((a, b) => a.sequence - b.sequence);
  }

  /** What is stored of a gap, as far as it can be read now. */
  async #read(gap: SequenceGap, signal: AbortSignal): Promise<RunEvent[]> {
    if (this.#empty >= mostEmptyGaps || !this.#isDue(gap)) return [];
    try {
      const events = await this.#options.past.missing(gap);
      this.#empty = events.length > 0 ? 0 : this.#empty + 1;
      return events;
    } catch (error) {
      if (!signal.aborted) this.#options.onError(asApiError(error));
      return [];
    }
  }

  /** Somebody looks again. @returns the stretch in which gaps were put off */
  takeLater(): SequenceGap | undefined {
    const later = this.#later;
    this.#later = undefined;
    this.#nextAt = 0;
    this.#delays.reset();
    return later;
  }

  #isDue(gap: SequenceGap): boolean {
    if (this.#options.attention.isThere) return true;
    const now = Date.now();
    if (now >= this.#nextAt) {
      this.#nextAt = now + this.#delays.next();
      return true;
    }
    const { from, to } = this.#later ?? gap;
    this.#later = { from: Math.min(from, gap.from), to: Math.max(to, gap.to) };
    return false;
  }
}
