import type { HostMessage } from "../../../protocol/messages.ts";
import { EventSearch } from "../../../runs/live/eventSearch.ts";
import type { RunWatch, WatchChange } from "../../../runs/live/runWatcher.ts";

/**
 * A reader's search through the events of a run: those in memory, those that arrive, and on demand those that have
 * left.
 */
export class EventsSearch {
  readonly #watch: Pick<RunWatch, "log" | "past">;
  readonly #post: (message: HostMessage) => void;
  #query = "";
  #search: EventSearch | undefined;
  /** How many of the oldest events were not looked at. */
  #unsearched = 0;
  #reading = false;
  /** Why these couldn't be read. */
  #error: string | undefined;

  constructor(watch: Pick<RunWatch, "log" | "past">, post: (message: HostMessage) => void) {
    this.#watch = watch;
    this.#post = post;
  }

  /** Looks for another text; for none when it is empty. */
  start(query: string): void {
    this.stop();
    if (query === "") return;
    const { log } = this.#watch;
    this.#query = query;
    this.#unsearched = log.left.length;
    this.#error = undefined;
    this.#tell([], false);
    const search = new EventSearch(query, (news) => this.#tell(news.sequences, news.done && !this.#reading));
    this.#search = search;
    search.add([...log]);
  }

  /** Looks through the events that had left the memory, as they are stored. */
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
      this.#error = thrown instanceof Error ? thrown.message : String(thrown);
    }
    if (!isOurs()) return;
    this.#reading = false;
    // The last page may still be looked at: then its end is told, too.
    this.#tell([], !search.running);
  }

  /** Looks through what is new. */
  note(change: WatchChange): void {
    if (change.kind === "events") this.#search?.add(change.events);
  }

  stop(): void {
    this.#search?.stop();
    this.#search = undefined;
    this.#reading = false;
  }

  #tell(sequences: number[], done: boolean): void {
    const error = this.#error;
    const news = { query: this.#query, sequences, done, unsearched: this.#unsearched };
    this.#post({ type: "found", ...news, ...(error === undefined ? {} : { error }) });
  }
}
