interface FrameWork {
  draw(): void;
  /** Acknowledges this batch and all before it, so that others may follow. */
  acknowledge(batch: number): void;
}

/**
 * In milliseconds. A hidden document gets no animation frames, so a timer draws, and batches are still acknowledged.
 */
const hiddenDelay = 200;

/** Draws at most once per animation frame and acknowledges batches after the frame that drew them. */
export class FrameQueue {
  readonly #work: FrameWork;
  /** The newest batch that isn't drawn yet. */
  #batch: number | undefined;
  #frame = 0;
  #timer = 0;

  constructor(work: FrameWork) {
    this.#work = work;
  }

  request(batch = this.#batch): void {
    this.#batch = batch;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(this.#run);
    this.#timer = window.setTimeout(this.#run, hiddenDelay);
  }

  readonly #run = (): void => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    const batch = this.#batch;
    this.#batch = undefined;
    this.#work.draw();
    // When the browser has done its part of the frame, too.
    if (batch !== undefined) setTimeout(() => this.#work.acknowledge(batch));
  };
}
