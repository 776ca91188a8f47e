/** Milliseconds of work before a pause, so that acknowledgements, input and other extensions don't wait longer. */
const workTime = 3;

/** Divides long work into short stretches, so that the thread stays responsive. */
export class TimeSlices {
  #until = performance.now() + workTime;

  /** Whether it is time to `rest`. */
  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Lets everything run that waits for the thread. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#until = performance.now() + workTime;
  }
}

/** Another turn of the thread that took longer had other work to do, in milliseconds. */
const quiet = 1;
/** What such work gets before the next look: so many milliseconds, at most so often. */
const otherWork = { pause: 5, most: 10 };

/** For work that nobody waits for: lets the other work of the thread go first, as long as there is much of it. */
export class SpareTimeSlices extends TimeSlices {
  override async rest(): Promise<void> {
    for (let looks = 0; looks < otherWork.most; looks++) {
      const from = performance.now();
      await super.rest();
      if (performance.now() - from < quiet) return;
      await new Promise((resolve) => setTimeout(resolve, otherWork.pause));
    }
    await super.rest();
  }
}
