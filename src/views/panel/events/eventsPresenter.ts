import type { RunEvent } from "../../../api/schemas.ts";
import type { SequenceGap } from "../../../api/stream/eventSequence.ts";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import type { EventCounts, EventMark, EventRow } from "../../../protocol/eventViews.ts";
import type { HostMessage } from "../../../protocol/messages.ts";
import type { RunWatch, WatchChange } from "../../../runs/live/runWatcher.ts";
import { fileViews } from "../resultFiles/fileView.ts";
import { countEvents, countTraces, noEvents } from "./eventCounts.ts";
import { eventRow, traceRow } from "./eventRow.ts";
import { GapLoads } from "./gapLoads.ts";
import { Reconnects } from "./reconnects.ts";

/** As much of an event as the panel shows, in characters. */
const longestEvent = 200_000;

type Watch = Pick<RunWatch, "log" | "past" | "loadGap">;

/** What the panel lists of a run's events: rows, what stands between them, and the JSON of each. */
export class EventsPresenter {
  readonly #watch: Watch;
  readonly #reconnects = new Reconnects();
  readonly #gaps = new GapLoads();
  #counts: EventCounts;

  constructor(watch: Watch) {
    this.#watch = watch;
    this.#counts = countEvents(countTraces(noEvents(), watch.log.left), watch.log);
  }

  /** Of the whole run. */
  get counts(): EventCounts {
    return this.#counts;
  }

  /** The rows of the first events after a sequence: those that have left the memory come without their words. */
  rowsAfter(sequence: number, count: number): EventRow[] {
    const { log } = this.#watch;
    const from = log.countBefore(sequence + 1);
    const rows: EventRow[] = [];
    for (let index = from; index < Math.min(from + count, log.left.length); index++)
      rows.push(traceRow(log.left.at(index)!));
    const held = Math.max(0, from - log.left.length);
    return [...rows, ...log.slice(held, held + count - rows.length).map(eventRow)];
  }

  get marks(): EventMark[] {
    const { log, loadGap } = this.#watch;
    return [...this.#reconnects.marks, ...log.gaps.map((gap) => this.#gaps.mark(gap, loadGap !== undefined))];
  }

  /** Takes a change in; says whether there is a new mark beside those of gaps. */
  note(change: WatchChange, now: number): boolean {
    if (change.kind === "events") this.#counts = countEvents(this.#counts, change.events);
    return change.kind === "state" && this.#reconnects.note(change.state, this.#watch.log.lastSequence, now);
  }

  /** The raw JSON of an event, from where it is stored when it has left the memory. @throws ApiError */
  async json(sequence: number): Promise<string | undefined> {
    const event = await this.event(sequence);
    return event && stringifyJson(event, 2);
  }

  /** An event, from where it is stored when it has left the memory. @throws ApiError */
  async event(sequence: number): Promise<RunEvent | undefined> {
    const { log, past } = this.#watch;
    return log.get(sequence) ?? (await past?.get(sequence));
  }

  /** The same as the panel gets it: a very long one is cut, and what went wrong is said. */
  async message(sequence: number): Promise<HostMessage> {
    try {
      const event = await this.event(sequence);
      if (event === undefined) return { type: "event", sequence };
      const json = stringifyJson(event, 2);
      const listed = fileViews(event, (path) => ({ in: "event", sequence, path }));
      const files = listed.length > 0 ? { files: listed } : {};
      if (json.length <= longestEvent) return { type: "event", sequence, json, ...files };
      return { type: "event", sequence, json: json.slice(0, longestEvent), length: json.length, ...files };
    } catch (error) {
      return { type: "event", sequence, error: reason(error) };
    }
  }

  /** The rows around an event that has left the memory, with their words. */
  async pastRows(sequence: number): Promise<HostMessage> {
    const { log, past } = this.#watch;
    try {
      const events: readonly RunEvent[] = (await past?.around(sequence)) ?? [];
      const end = log.firstHeld ?? Infinity;
      return { type: "pastRows", sequence, rows: events.filter((event) => event.sequence < end).map(eventRow) };
    } catch (error) {
      return { type: "pastRows", sequence, rows: [], error: reason(error) };
    }
  }

  /** Asks once more for what is missing. @param onMarks the marks say something else now */
  async loadGap(gap: SequenceGap, onMarks: () => void): Promise<void> {
    const { loadGap } = this.#watch;
    if (!loadGap) return;
    await this.#gaps.load(gap, () => loadGap(gap), onMarks);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
