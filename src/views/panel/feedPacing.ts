/** A large message has more rows or changes in view than this. */
const large = 256;

/** In milliseconds. */
export interface FeedPace {
  /**
   * Between two messages with what is in view: what comes meanwhile goes together. A fifth of a frame, so that eight
   * last until the first is drawn.
   */
  inView: number;
  /**
   * After a large one: each costs the extension host, the workbench and the panel a good part of a millisecond, and
   * they share the processor with what is still to be read.
   */
  afterLarge: number;
  /** Between two messages with what nobody sees: half of the bytes, and of the work on them, is in it. */
  aside: number;
  /** The same in a flood, whose end is drawn before what is aside comes. */
  asideInFlood: number;
  /** After a large message, when no other one followed. */
  floodIsOver: number;
}

export const usualPace: FeedPace = { inView: 3, afterLarge: 20, aside: 250, asideInFlood: 1_000, floodIsOver: 100 };

/** When the next messages to a panel may go, on the clock of `performance.now()`. */
export class FeedPacing {
  readonly #pace: FeedPace;
  #sentAt = -Infinity;
  #largeAt = -Infinity;
  #asideAt = -Infinity;

  constructor(pace: FeedPace) {
    this.#pace = pace;
  }

  /** The next message with what is in view. */
  get inViewDue(): number {
    return this.#sentAt + (this.#sentAt === this.#largeAt ? this.#pace.afterLarge : this.#pace.inView);
  }

  /** The next one with what is aside. */
  get asideDue(): number {
    const { aside, asideInFlood, floodIsOver } = this.#pace;
    return Math.min(this.#asideAt + asideInFlood, Math.max(this.#asideAt + aside, this.#largeAt + floodIsOver));
  }

  /** @param count of what is in view. @param isAsideEmpty nothing waits any more of what is not */
  sent(count: number, isAsideEmpty: boolean): void {
    this.#sentAt = performance.now();
    if (count > large) this.#largeAt = this.#sentAt;
    if (isAsideEmpty) this.#asideAt = this.#sentAt;
  }

  /** What was aside until now is in view. */
  look(): void {
    this.#asideAt = -Infinity;
  }
}
