/** Those of a growing list that pass a test. When the list has only grown since it was asked last, only what is new is looked at. */
export class Sifted<T> {
  readonly #passes: (item: T) => boolean;
  #kept: T[] = [];
  #known = 0;
  #first: T | undefined;
  #last: T | undefined;

  constructor(passes: (item: T) => boolean) {
    this.#passes = passes;
  }

  /** The list that is returned grows, too: it is never another one as long as the whole only grows. */
  of(all: readonly T[]): readonly T[] {
    const grown = this.#known <= all.length && all[0] === this.#first && all[this.#known - 1] === this.#last;
    if (this.#known === 0 || !grown) {
      this.#kept = [];
      this.#known = 0;
    }
    for (; this.#known < all.length; this.#known += 1) {
      const item = all[this.#known]!;
      if (this.#passes(item)) this.#kept.push(item);
    }
    this.#first = all[0];
    this.#last = all[this.#known - 1];
    return this.#kept;
  }
}
