/** Milliseconds of work before a pause, so that acknowledgements, input and other extensions don't wait longer. */
const sliceTime = 3;

/** Divides long work into short stretches, so that the thread stays responsive. */
export class TimeSlices {
  #until = performance.now() + sliceTime;

  /** Whether it is time to `rest`. */
  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Lets everything run that waits for the thread. */
  async rest(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    this.#until = performance.now() + sliceTime;
  }
}
