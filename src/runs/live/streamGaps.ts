import { asApiError } from "../../api/asApiError.ts";
import type { ApiError } from "../../api/errors.ts";
import type { RunEvent } from "../../api/schemas.ts";
import type { SequenceGap } from "../../api/stream/eventSequence.ts";
import { type Attention, SpareDelays } from "./attention.ts";
import type { EventLog } from "./eventLog.ts";
import type { PastEvents } from "./pastEvents.ts";

export interface StreamGapsOptions {
  log: EventLog;
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

  /** Adds missing events to those of a batch, so that the log gets all at once. Throws nothing. */
  async fill(batch: readonly RunEvent[], signal: AbortSignal): Promise<readonly RunEvent[]> {
    const gap = this.#options.log.gapBefore(batch);
    return gap ? [...(await this.#read(gap, signal)), ...batch] : batch;
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
