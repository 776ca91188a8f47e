/**
 * In milliseconds. A click within this time after a change may have been meant for what was there before: people click
 * twice, and VS Code draws a view up to half a second after the change.
 */
export const secondClick = 2_500;

/** Recognizes a second click on a place to which something else has come. */
export class SecondClick {
  readonly #now: () => number;
  #lastAt = -Infinity;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Something has been sent, and something else comes to its place. */
  note(): void {
    this.#lastAt = this.#now();
  }

  /** Whether a click now would be the second one. */
  get isLikely(): boolean {
    return this.#now() - this.#lastAt < secondClick;
  }
}
