import type { RunEvent } from "../../api/schemas.ts";
import { finderOf } from "../../base/text/textFinder.ts";
import { searchEvent } from "./searchEvent.ts";
import { TimeSlices } from "./timeSlices.ts";

/** How often results are reported, in milliseconds. */
const pace = 200;

export interface SearchNews {
  /** The events in which the text was found since the last report. */
  sequences: number[];
  /** Whether all events were searched. */
  done: boolean;
}

/** Searches events for one text, a few milliseconds at a time. */
export class EventSearch {
  readonly #finder: RegExp | undefined;
  readonly #overlap: number;
  readonly #onNews: (news: SearchNews) => void;
  #events: (readonly RunEvent[])[] = [];
  #found: number[] = [];
  #running = false;
  #sentEnd = false;
  #stopped = false;

  constructor(query: string, onNews: (news: SearchNews) => void) {
    this.#finder = finderOf(query);
    this.#overlap = 2 * query.length;
    this.#onNews = onNews;
  }

  /** Whether some events haven't been searched yet. */
  get running(): boolean {
    return this.#running;
  }

  /** Adds events to search. */
  add(events: readonly RunEvent[]): void {
    this.#events.push(events);
    if (!this.#running) void this.#run();
  }

  /** Stops the search and its reports. */
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
        const search = this.#finder ? searchEvent(event, this.#finder, this.#overlap) : undefined;
        for (let step = search?.next(); ; step = search?.next()) {
          if (thread.isOver) {
            await thread.rest();
            if (this.#stopped) return;
          }
          if (step?.done === false) continue;
          if (step?.value) this.#found.push(event.sequence);
          break;
        }
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
