import type { RunEvent } from "#api/schemas.ts";
import { messageOf } from "#base/thrown.ts";
import type { RunWatch, WatchChange } from "#runs/live/runWatcher.ts";
import { holdsText, TextSearch } from "#runs/live/textSearch.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";

/** A reader's search in the events of a run: those in memory, new ones, and on request those that have left memory. */
export class EventsSearch {
  readonly #watch: Pick<RunWatch, "log" | "past">;
  readonly #post: (message: HostMessage) => void;
  #query = "";
  #search: TextSearch<RunEvent> | undefined;
  /** How many of the oldest events weren't searched. */
  #unsearched = 0;
  #reading = false;
  /** Why they couldn't be read. */
  #error: string | undefined;

  constructor(watch: Pick<RunWatch, "log" | "past">, post: (message: HostMessage) => void) {
    this.#watch = watch;
    this.#post = post;
  }

  /** Starts a search for another text; an empty one ends the search. */
  start(query: string): void {
    this.stop();
    if (query === "") return;
    const { log } = this.#watch;
    this.#query = query;
    this.#unsearched = log.left.length;
    this.#error = undefined;
    this.#tell([], false);
    const search = new TextSearch<RunEvent>(query, holdsText, ({ sequences, done }) =>
      this.#tell(sequences, done && !this.#reading),
    );
    this.#search = search;
    search.add([...log]);
  }

  /** Searches the events that have left memory, as they are read from the app. */
  async searchPast(): Promise<void> {
    const { past } = this.#watch;
    const search = this.#search;
    if (!past || !search || this.#reading) return;
    this.#reading = true;
    this.#error = undefined;
    const isOurs = (): boolean => search === this.#search;
    let left = this.#unsearched;
    try {
      for await (const events of past.all()) {
        if (!isOurs()) return;
        search.add(events);
        left -= events.length;
        this.#unsearched = Math.max(0, left);
      }
      this.#unsearched = 0;
    } catch (thrown) {
      if (!isOurs()) return;
      this.#error = messageOf(thrown);
    }
    if (!isOurs()) return;
    this.#reading = false;
    // The last page may still be searched.
    search.tellEnd();
  }

  note(change: WatchChange): void {
    if (change.kind === "events") this.#search?.add(change.events);
  }

  stop(): void {
    this.#search?.stop();
    this.#search = undefined;
    this.#reading = false;
  }

  #tell(sequences: number[], done: boolean): void {
    const news = { query: this.#query, sequences, done, unsearched: this.#unsearched, error: this.#error };
    this.#post({ type: "found", ...news });
  }
}
