/** A message with more rows or changes in view counts as large. */
const large = 256;

/** In milliseconds. */
export interface FeedPace {
  /**
   * Between two messages with data in view; changes in between are sent together. A fifth of a frame, so that eight
   * messages last until the first one is drawn.
   */
  inView: number;
  /**
   * After a large one. Each costs the extension host, VS Code and the panel a good part of a millisecond, and they
   * share the processor with the reading of events.
   */
  afterLarge: number;
  /** Between two messages with data that isn't in view: half of the bytes, and of the work on them, is in these. */
  aside: number;
  /** The same in a flood. Its end is drawn before data that isn't in view is sent. */
  asideInFlood: number;
  /** After a large message without another one. */
  floodIsOver: number;
}

export const usualPace: FeedPace = { inView: 3, afterLarge: 20, aside: 250, asideInFlood: 1_000, floodIsOver: 100 };

/** Decides when the next messages to a panel may be sent, on the clock of `performance.now()`. */
export class FeedPacing {
  readonly #pace: FeedPace;
  #sentAt = -Infinity;
  #largeAt = -Infinity;
  #asideAt = -Infinity;

  constructor(pace: FeedPace) {
    this.#pace = pace;
  }

  /** The time of the next message with data in view. */
  get inViewDue(): number {
    return this.#sentAt + (this.#sentAt === this.#largeAt ? this.#pace.afterLarge : this.#pace.inView);
  }

  /** The time of the next message with data that isn't in view. */
  get asideDue(): number {
    const { aside, asideInFlood, floodIsOver } = this.#pace;
    return Math.min(this.#asideAt + asideInFlood, Math.max(this.#asideAt + aside, this.#largeAt + floodIsOver));
  }

  /** @param count the rows and changes in view. @param isAsideEmpty whether no data outside the view is waiting */
  sent(count: number, isAsideEmpty: boolean): void {
    this.#sentAt = performance.now();
    if (count > large) this.#largeAt = this.#sentAt;
    if (isAsideEmpty) this.#asideAt = this.#sentAt;
  }

  /** The other part is in view now. */
  look(): void {
    this.#asideAt = -Infinity;
  }
}
