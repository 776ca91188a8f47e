interface FrameWork {
  draw(): void;
  /** Tells that this batch, and with it all before, may be followed by others. */
  acknowledge(batch: number): void;
}

/** A hidden document gets no animation frames; then a timer draws, so that batches are still acknowledged. */
const hiddenDelay = 200;

/** While very much more is waiting, so often is enough, in milliseconds: nobody reads what is gone in the next frame. */
const floodPause = 50;

/** Draws at most once per animation frame and acknowledges what a frame has drawn once it is over. */
export class FrameQueue {
  readonly #work: FrameWork;
  /** The newest that is not drawn yet. */
  #batch: number | undefined;
  #frame = 0;
  #timer = 0;
  /** When it was drawn last. */
  #drawn = -Infinity;

  constructor(work: FrameWork) {
    this.#work = work;
  }

  /** @param more very much more is waiting, and comes sooner when it does not wait for a frame */
  request(batch?: number, more = false): void {
    if (batch !== undefined && more && performance.now() < this.#drawn + floodPause) {
      this.#batch = undefined;
      this.#work.acknowledge(batch);
      if (this.#timer === 0) this.#timer = window.setTimeout(this.#run, floodPause);
      return;
    }
    this.#batch = batch ?? this.#batch;
    if (this.#frame !== 0) return;
    clearTimeout(this.#timer);
    this.#frame = requestAnimationFrame(this.#run);
    this.#timer = window.setTimeout(this.#run, hiddenDelay);
  }

  readonly #run = (): void => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#frame = 0;
    const batch = this.#batch;
    this.#batch = undefined;
    this.#work.draw();
    this.#drawn = performance.now();
    if (batch !== undefined) setTimeout(() => this.#work.acknowledge(batch));
  };
}
