interface FrameWork {
  draw(): void;
  /** Acknowledges this batch and all before it, so that others may follow. */
  acknowledge(batch: number): void;
}

/**
 * In milliseconds. A hidden document gets no animation frames, so a timer draws, and batches are still acknowledged.
 */
const hiddenDelay = 200;

/**
 * In milliseconds, except `since`: after so many new rows nobody can read what disappears in the next frame. The panel
 * then draws when nothing has arrived for a moment, or at this pace.
 */
const flood = { since: 3_000, quiet: 40, pause: 100 };

/**
 * In milliseconds: for so long after a frame, no batch begins the next one. A message passes several tasks of this
 * thread before it gets here, and where frames follow each other without a pause, it waits for one behind each task. A
 * longer rest makes fewer frames, which a busy machine has few of anyway.
 */
export const rest = 6;

/** Draws at most once per animation frame and acknowledges batches after the frame that drew them. */
export class FrameQueue {
  readonly #work: FrameWork;
  /** The newest batch that isn't drawn yet. */
  #batch: number | undefined;
  /** How much has arrived since the last drawing. */
  #since = 0;
  /** Whether the last drawing was in a flood. */
  #isFlood = false;
  #frame = 0;
  #timer = 0;
  /** Begins the next frame after the rest. */
  #rest = 0;
  #restUntil = -Infinity;
  #drawn = -Infinity;

  constructor(work: FrameWork) {
    this.#work = work;
  }

  /** @param count how many rows or changes in view are new */
  request(batch?: number, count = 0): void {
    this.#since += count;
    if (batch !== undefined && (this.#isFlood || this.#since > flood.since)) {
      this.#postpone(batch);
      return;
    }
    this.#batch = batch ?? this.#batch;
    if (this.#frame !== 0) return;
    // What a reader does is drawn at once.
    const left = batch === undefined ? 0 : this.#restUntil - performance.now();
    if (left <= 0) this.#requestFrame();
    else if (this.#rest === 0) this.#rest = window.setTimeout(this.#requestFrame, left);
  }

  readonly #requestFrame = (): void => {
    this.#stopTimers();
    this.#frame = requestAnimationFrame(this.#run);
    this.#timer = window.setTimeout(this.#run, hiddenDelay);
  };

  /** The next batch arrives sooner if it doesn't wait for a frame. */
  #postpone(batch: number): void {
    this.#batch = undefined;
    this.#work.acknowledge(batch);
    if (this.#frame !== 0 || this.#rest !== 0) return;
    clearTimeout(this.#timer);
    const left = this.#drawn + flood.pause - performance.now();
    this.#timer = window.setTimeout(this.#run, Math.max(0, Math.min(flood.quiet, left)));
  }

  readonly #run = (): void => {
    cancelAnimationFrame(this.#frame);
    this.#stopTimers();
    this.#frame = 0;
    this.#isFlood = this.#since > flood.since;
    this.#since = 0;
    const batch = this.#batch;
    this.#batch = undefined;
    this.#work.draw();
    this.#drawn = performance.now();
    this.#restUntil = this.#drawn + rest;
    setTimeout(() => {
      // Now the browser has done its part of the frame, too.
      this.#restUntil = performance.now() + rest;
      if (batch !== undefined) this.#work.acknowledge(batch);
    });
  };

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#rest);
    this.#timer = 0;
    this.#rest = 0;
  }
}
