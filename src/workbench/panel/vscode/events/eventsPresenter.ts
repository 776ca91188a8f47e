import type { RunEvent } from "#api/schemas.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { messageOf } from "#base/thrown.ts";
import { formatDuration } from "#model/duration.ts";
import { asSent, justAfter, sequenceAt } from "#model/eventPosition.ts";
import { formatTimeOfDay } from "#model/times.ts";
import type { SequenceGap } from "#runs/live/eventLog.ts";
import type { RunWatch, WatchChange, WatchState } from "#runs/live/runWatcher.ts";
import { saysFailure } from "#runs/story/toolCalls.ts";
import type { EventCounts, EventMark, EventRow } from "#workbench/panel/page/eventViews.ts";
import type { HostMessage } from "#workbench/panel/page/messages.ts";
import { fileViews } from "#workbench/panel/vscode/resultFiles/fileView.ts";
import { eventRow, groupOf, traceRow } from "./eventRow.ts";

/** In characters: how much of an event the panel shows. */
const maxEventLength = 200_000;

type Watch = Pick<RunWatch, "log" | "past" | "loadGap">;

/** The panel's list of a run's events: rows, the marks between them, and the JSON of each. */
export class EventsPresenter {
  readonly #watch: Watch;
  /** The gaps that the reader has requested again, and why they are still there. */
  readonly #loading = new Set<string>();
  readonly #stillMissing = new Map<string, string>();
  readonly #reconnects = new Reconnects();
  #counts: EventCounts;

  constructor(watch: Watch) {
    this.#watch = watch;
    const left = countEvents(undefined, watch.log.left, ({ failed }) => failed);
    this.#counts = countEvents(left, watch.log, saysFailure);
  }

  get counts(): EventCounts {
    return this.#counts;
  }

  /** The rows of the first events after a sequence. Events that have left memory come without their text. */
  rowsAfter(sequence: number, count: number): EventRow[] {
    const { log } = this.#watch;
    const from = log.countBefore(justAfter(sequence));
    const rows: EventRow[] = [];
    for (let index = from; index < Math.min(from + count, log.left.length); index++)
      rows.push(traceRow(log.left.at(index)!));
    const held = Math.max(0, from - log.left.length);
    return [...rows, ...log.slice(held, held + count - rows.length).map(eventRow)];
  }

  get marks(): EventMark[] {
    return [...this.#reconnects.marks, ...this.#watch.log.gaps.map((gap) => this.#gapMark(gap))];
  }

  #gapMark(gap: SequenceGap): EventMark {
    const { from, to } = gap;
    const what =
      from === to ? `1 event is missing: ${from}.` : `${to - from + 1} events are missing: ${from} to ${to}.`;
    const why = this.#stillMissing.get(gapKey(gap));
    return {
      after: from - 1,
      text: why === undefined ? what : `${what} ${why}`,
      gap: this.#watch.loadGap && { from, to },
      loading: this.#loading.has(gapKey(gap)) || undefined,
    };
  }

  note(change: WatchChange): void {
    if (change.kind === "state") this.#reconnects.note(change.state, this.#watch.log.lastPosition, Date.now());
    if (change.kind === "events") this.#counts = countEvents(this.#counts, change.events, saysFailure);
  }

  /** The raw JSON of an event, read from the app if it has left memory. @throws ApiError */
  async json(sequence: number): Promise<string | undefined> {
    const event = await this.event(sequence);
    return event && stringifyJson(asSent(event), 2);
  }

  /** An event, read from the app if it has left memory. @throws ApiError */
  async event(sequence: number): Promise<RunEvent | undefined> {
    const { log, past } = this.#watch;
    return log.get(sequence) ?? (await past?.get(sequence));
  }

  /** The message with an event's JSON: a very long one is cut, and a failure is named. */
  async message(sequence: number): Promise<HostMessage> {
    try {
      const event = await this.event(sequence);
      if (event === undefined) return { type: "event", sequence };
      const json = stringifyJson(asSent(event), 2);
      const listed = fileViews(event, (path) => ({ in: "event", sequence, path }));
      const files = listed.length > 0 ? listed : undefined;
      const length = json.length > maxEventLength ? json.length : undefined;
      return { type: "event", sequence, json: json.slice(0, maxEventLength), length, files };
    } catch (error) {
      return { type: "event", sequence, error: messageOf(error) };
    }
  }

  /** The rows around an event that has left memory, with their text. */
  async pastRows(sequence: number): Promise<HostMessage> {
    const { log, past } = this.#watch;
    try {
      const events: readonly RunEvent[] = (await past?.around(sequence)) ?? [];
      const end = log.firstHeld ?? Infinity;
      return { type: "pastRows", sequence, rows: events.filter((event) => event.sequence < end).map(eventRow) };
    } catch (error) {
      return { type: "pastRows", sequence, rows: [], error: messageOf(error) };
    }
  }

  /** Requests missing events again. @param onMarks called when the marks have changed */
  async loadGap(gap: SequenceGap, onMarks: () => void): Promise<void> {
    const { loadGap } = this.#watch;
    const key = gapKey(gap);
    if (!loadGap || this.#loading.has(key)) return;
    this.#loading.add(key);
    this.#stillMissing.delete(key);
    onMarks();
    try {
      const count = await loadGap(gap);
      const now = formatTimeOfDay(Date.now(), "seconds");
      if (count === 0) this.#stillMissing.set(key, `The app returned none at ${now}.`);
    } catch (error) {
      this.#stillMissing.set(key, `Loading failed: ${messageOf(error)}`);
    }
    this.#loading.delete(key);
    onMarks();
  }
}

function gapKey({ from, to }: SequenceGap): string {
  return `${from} ${to}`;
}

/** Remembers when the connection of a live run was lost and restored. */
class Reconnects {
  readonly marks: EventMark[] = [];
  #lost: { after: number; at: number } | undefined;

  /** @param last the sequence of the last event before it */
  note(state: WatchState, last: number, now: number): void {
    if (state.kind === "waiting") this.#lost ??= { after: last, at: now };
    if (!this.#lost || state.kind === "waiting" || state.kind === "connecting") return;
    const { after, at } = this.#lost;
    this.#lost = undefined;
    if (after === 0 || state.kind === "failed") return;
    const text = `Connection lost after ${sequenceAt(after)}. Reconnected after ${formatDuration(now - at)}.`;
    this.marks.push({ after, text, reconnect: true });
  }
}

/** How many events each group has, and how many report a failure: those before, and these. */
export function countEvents<T extends { type: string }>(
  before: EventCounts | undefined,
  events: Iterable<T>,
  failed: (event: T) => boolean,
): EventCounts {
  const sum = { ...(before ?? { text: 0, tools: 0, requests: 0, run: 0, data: 0, other: 0, failed: 0 }) };
  for (const event of events) {
    sum[groupOf(event.type)] += 1;
    if (failed(event)) sum.failed += 1;
  }
  return sum;
}
