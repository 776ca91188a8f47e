interface FrameWork {
  draw(): void;
  /** Tells that this batch, and with it all before, may be followed by others. */
  acknowledge(batch: number): void;
}

/** A hidden document gets no animation frames; then a timer draws, so that batches are still acknowledged. */
const hiddenDelay = 200;

/**
 * With so much that came since the last drawing nobody reads what is gone in the next frame: it is drawn once nothing
 * has come for a moment, or else so often. In milliseconds.
 */
const flood = { since: 1_000, quiet: 40, pause: 100 };

/** Draws at most once per animation frame and acknowledges what a frame has drawn once it is over. */
export class FrameQueue {
  readonly #work: FrameWork;
  /** The newest that is not drawn yet. */
  #batch: number | undefined;
  /** How much has come since it was drawn last. */
  #since = 0;
  /** Very much had come when it was drawn last. */
  #isFlood = false;
  #frame = 0;
  #timer = 0;
  #drawn = -Infinity;

  constructor(work: FrameWork) {
    this.#work = work;
  }

  /** @param count how much in view is new */
  request(batch?: number, count = 0): void {
    this.#since += count;
    if (batch !== undefined && (this.#isFlood || this.#since > flood.since)) {
      this.#postpone(batch);
      return;
    }
    this.#batch = batch ?? this.#batch;
    if (this.#frame !== 0) return;
    clearTimeout(this.#timer);
    this.#frame = requestAnimationFrame(this.#run);
    this.#timer = window.setTimeout(this.#run, hiddenDelay);
  }

  /** What follows comes sooner when it does not wait for a frame. */
  #postpone(batch: number): void {
    this.#batch = undefined;
    this.#work.acknowledge(batch);
    if (this.#frame !== 0) return;
    clearTimeout(this.#timer);
    const left = this.#drawn + flood.pause - performance.now();
    this.#timer = window.setTimeout(this.#run, Math.max(0, Math.min(flood.quiet, left)));
  }

  readonly #run = (): void => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#frame = 0;
    this.#isFlood = this.#since > flood.since;
    this.#since = 0;
    const batch = this.#batch;
    this.#batch = undefined;
    this.#work.draw();
    this.#drawn = performance.now();
    if (batch !== undefined) setTimeout(() => this.#work.acknowledge(batch));
  };
}
