import type { RunEvent } from "../../api/schemas.ts";
import { isContainer } from "../../base/json/exactNumber.ts";
import { finderOf } from "../../base/text/textFinder.ts";
import { TimeSlices } from "./timeSlices.ts";

/** How often results are reported, in milliseconds. */
const pace = 200;

export interface SearchNews {
  /** The events in which the text was found since the last report. */
  sequences: number[];
  /** Whether all events were searched. */
  done: boolean;
}

/** Searches events for one text, a few milliseconds at a time. One event is searched without a break. */
export class EventSearch {
  readonly #finder: RegExp | undefined;
  readonly #onNews: (news: SearchNews) => void;
  #events: (readonly RunEvent[])[] = [];
  #found: number[] = [];
  #running = false;
  #sentEnd = false;
  #stopped = false;

  constructor(query: string, onNews: (news: SearchNews) => void) {
    this.#finder = finderOf(query);
    this.#onNews = onNews;
  }

  add(events: readonly RunEvent[]): void {
    this.#events.push(events);
    if (!this.#running) void this.#run();
  }

  /** Has the end told once more, when all events were searched, also if nothing was found since. */
  tellEnd(): void {
    this.#sentEnd = false;
    if (!this.#running) this.#tell(true);
  }

  stop(): void {
    this.#stopped = true;
    this.#events = [];
  }

  async #run(): Promise<void> {
    this.#running = true;
    let reportedAt = performance.now();
    const thread = new TimeSlices();
    // The caller may still be adding events.
    await thread.rest();
    if (this.#stopped) return;
    for (let events = this.#events.shift(); events; events = this.#events.shift()) {
      for (const event of events) {
        if (thread.isOver) {
          await thread.rest();
          if (this.#stopped) return;
        }
        if (this.#finder && holdsText(event, this.#finder)) this.#found.push(event.sequence);
        if (performance.now() < reportedAt + pace) continue;
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
