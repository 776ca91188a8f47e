import type { Disposable } from "./disposable.ts";

/** Runs a task on request, but not more often than the spacing allows: requests in between are joined into one run. */
export class SpacedTask implements Disposable {
  readonly #run: () => void;
  readonly #spacing: number;
  #lastAt = -Infinity;
  #isAsked = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOver = false;

  /** @param spacing in milliseconds. The first run starts when the code that requests it has finished. */
  constructor(run: () => void, spacing: number) {
    this.#run = run;
    this.#spacing = spacing;
  }

  ask(): void {
    if (this.#isAsked || this.#isOver) return;
    this.#isAsked = true;
    const wait = this.#lastAt + this.#spacing - performance.now();
    if (wait <= 0) queueMicrotask(() => this.#do());
    else this.#timer = setTimeout(() => this.#do(), wait);
  }

  dispose(): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
  }

  #do(): void {
    if (this.#isOver) return;
    this.#isAsked = false;
    this.#lastAt = performance.now();
    this.#run();
  }
}
