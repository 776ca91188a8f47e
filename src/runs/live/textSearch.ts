import { isContainer } from "#base/json/exactNumber.ts";
import { finderOf } from "#base/text/textFinder.ts";
import { TimeSlices } from "./timeSlices.ts";

/** How often results are reported, in milliseconds. */
const progressInterval = 200;

export interface SearchNews {
  /** The items in which the text was found since the last report, by the sequences of their events. */
  sequences: number[];
  /** Whether all items were searched. */
  done: boolean;
}

/** Searches events or steps for one text, a few milliseconds at a time. One item is searched without a break. */
export class TextSearch<Item extends { readonly sequence: number }> {
  readonly #finder: RegExp | undefined;
  readonly #holds: (item: Item, finder: RegExp) => boolean;
  readonly #onNews: (news: SearchNews) => void;
  #items: Iterable<Item>[] = [];
  #found: number[] = [];
  #running = false;
  #sentEnd = false;
  #stopped = false;

  constructor(query: string, holds: (item: Item, finder: RegExp) => boolean, onNews: (news: SearchNews) => void) {
    this.#finder = finderOf(query);
    this.#holds = holds;
    this.#onNews = onNews;
  }

  /** @param items gone through when their turn comes */
  add(items: Iterable<Item>): void {
    this.#items.push(items);
    if (!this.#running) void this.#run();
  }

  /** Has the end told once more, when all items were searched, also if nothing was found since. */
  tellEnd(): void {
    this.#sentEnd = false;
    if (!this.#running) this.#tell(true);
  }

  stop(): void {
    this.#stopped = true;
    this.#items = [];
  }

  async #run(): Promise<void> {
    this.#running = true;
    let reportedAt = performance.now();
    const thread = new TimeSlices();
    // The caller may still be adding items.
    await thread.rest();
    if (this.#stopped) return;
    for (let items = this.#items.shift(); items; items = this.#items.shift()) {
      for (const item of items) {
        if (thread.isOver) {
          await thread.rest();
          if (this.#stopped) return;
        }
        if (this.#finder && this.#holds(item, this.#finder)) this.#found.push(item.sequence);
        if (performance.now() < reportedAt + progressInterval) continue;
        reportedAt = performance.now();
        this.#tell(false);
      }
    }
    this.#running = false;
    if (!this.#stopped) this.#tell(true);
  }

  #tell(done: boolean): void {
    const sequences = this.#found;
    this.#found = [];
    if (done && this.#sentEnd && sequences.length === 0) return;
    this.#sentEnd = done;
    this.#onNews({ sequences, done });
  }
}

/** Whether an event's whole JSON holds a text: names, values as JSON writes them, and strings in their plain form. */
export function holdsText(value: unknown, finder: RegExp, name = ""): boolean {
  if (typeof value === "string") return finder.test(name + JSON.stringify(value)) || finder.test(value);
  if (!isContainer(value)) return finder.test(name + String(value));
  const isList = Array.isArray(value);
  if (finder.test(name + (isList ? "[" : "{"))) return true;
  return Object.entries(value).some(([key, child]) =>
    holdsText(child, finder, isList ? "" : `${JSON.stringify(key)}: `),
  );
}
