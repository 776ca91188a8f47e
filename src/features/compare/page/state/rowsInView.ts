/** The rows from the first one in view to the one after the last. */
interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Which rows are in view. The list tells the strip, so that scrolling draws nothing else anew. */
export class RowsInView {
  readonly #listeners = new Set<() => void>();
  #range: RowRange;

  constructor(row: number) {
    this.#range = { from: row, to: row + 1 };
  }

  get range(): RowRange {
    return this.#range;
  }

  set(from: number, to: number): void {
    if (this.#range.from === from && this.#range.to === to) return;
    this.#range = { from, to };
    for (const listener of this.#listeners) listener();
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
