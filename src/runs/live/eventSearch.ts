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

  add(events: readonly RunEvent[]): void {
    this.#events.push(events);
    if (!this.#running) void this.#run();
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

/** In characters: the part of a text that is searched without a break, which takes some milliseconds. */
const stretch = 200_000;

/**
 * Searches an event's whole JSON for a text: names, values as JSON writes them, and strings in their plain form. The
 * caller can pause after each step. The last step says whether the text was found.
 *
 * @param overlap the longest possible match, in characters: pieces of a long text overlap by as much
 */
export function* searchEvent(value: unknown, finder: RegExp, overlap: number, name = ""): Generator<void, boolean> {
  if (typeof value === "string") return yield* searchText(value, finder, overlap, name);
  if (!isContainer(value)) return finder.test(name + String(value));
  const isList = Array.isArray(value);
  if (finder.test(name + (isList ? "[" : "{"))) return true;
  for (const [key, child] of Object.entries(value)) {
    if (yield* searchEvent(child, finder, overlap, isList ? "" : `${JSON.stringify(key)}: `)) return true;
  }
  return false;
}

function* searchText(text: string, finder: RegExp, overlap: number, name: string): Generator<void, boolean> {
  for (let from = 0; from === 0 || from < text.length; from += stretch) {
    const piece = text.length <= stretch ? text : text.slice(from, from + stretch + overlap);
    const written = JSON.stringify(piece);
    // The name is searched with the first piece only. In JSON inside a string every quote has a backslash.
    if (finder.test(from === 0 ? name + written : written)) return true;
    if (written.length !== piece.length + 2 && finder.test(piece)) return true;
    if (text.length > stretch) yield;
  }
  return false;
}
