/** A queue, oldest first. Taking items costs time for those items alone, however many are left. */
export class Backlog<T> {
  #items: T[] = [];
  #taken = 0;

  get length(): number {
    return this.#items.length - this.#taken;
  }

  /** The newest item, unless it was taken. */
  get last(): T | undefined {
    return this.length > 0 ? this.#items.at(-1) : undefined;
  }

  /** Replaces the newest item. */
  set last(item: T) {
    this.#items[this.#items.length - 1] = item;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  take(count: number): T[] {
    const items = this.#items.slice(this.#taken, this.#taken + count);
    this.#taken += items.length;
    if (this.#taken * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#taken);
      this.#taken = 0;
    }
    return items;
  }

  clear(): void {
    this.#items = [];
    this.#taken = 0;
  }
}
