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

/** After so many gaps without stored events we assume that the run's sequences are sparse, and ask for no more gaps. */
const mostEmptyGaps = 3;

/**
 * Fills gaps in a stream with stored events. While the window has no focus it fills only some, and the others later.
 */
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
   * Adds missing events before those of a batch, so that all arrive in order where possible. Throws nothing.
   *
   * @param lastSequence the last sequence that arrived before
   */
  async fill(batch: readonly RunEvent[], lastSequence: number, signal: AbortSignal): Promise<RunEvent[]> {
    const sequence = new EventSequence(lastSequence);
    for (const event of batch) sequence.place(event);
    const { gaps } = sequence;
    const [first, last] = [gaps[0], gaps.at(-1)];
    const stored = first && last ? await this.#read({ from: first.from, to: last.to }, signal) : [];
    return [...stored, ...batch].sort((a, b) => a.sequence - b.sequence);
  }

  /** The stored events of a gap, as far as they can be read now. */
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

  /** The window has the focus again. @returns the range in which gaps were postponed */
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
