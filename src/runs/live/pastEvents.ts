import type { RunsApi } from "#api/contract.ts";
import type { RunEvent } from "#api/schemas.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { EventLog, SequenceGap } from "./eventLog.ts";
import { eventsInGap, inOrder, storedEvent, storedEvents, storedPage } from "./storedEvents.ts";

/** How many pages are kept, so that a reader can scroll, select and open events without further requests. */
const maxPages = 10;

/** Events of a run that aren't in memory. They are read from the app, and the pages that were read last are kept. */
export class PastEvents {
  readonly #api: () => Promise<RunsApi>;
  readonly #runId: string;
  readonly #log: EventLog;
  readonly #closed: AbortSignal;
  #pages: (readonly RunEvent[])[] = [];

  /** @param closed aborts all reads */
  constructor(api: () => Promise<RunsApi>, runId: string, log: EventLog, closed: AbortSignal) {
    this.#api = api;
    this.#runId = runId;
    this.#log = log;
    this.#closed = closed;
  }

  /** The stored events of the page that contains a sequence, or would contain it. @throws ApiError */
  async around(sequence: number): Promise<readonly RunEvent[]> {
    const kept = this.#pages.find((page) => page[0]!.sequence <= sequence && page.at(-1)!.sequence >= sequence);
    if (kept) return kept;
    const before = this.#log.countBefore(sequence);
    const stored = await storedPage(await this.#api(), this.#runId, sequence, before, this.#closed);
    const page = inOrder(stored).map(withoutBytes);
    if (page.length > 0) this.#pages = [page, ...this.#pages].slice(0, maxPages);
    return page;
  }

  /** One event; `undefined` when it is not stored. @throws ApiError */
  async get(sequence: number): Promise<RunEvent | undefined> {
    return (await this.around(sequence)).find((event) => event.sequence === sequence);
  }

  /** An event as the app sent it, with the bytes of its files; `undefined` when it is not stored. @throws ApiError */
  async whole(sequence: number): Promise<RunEvent | undefined> {
    return await storedEvent(await this.#api(), this.#runId, sequence, this.#log.countBefore(sequence), this.#closed);
  }

  /** The stored events of a gap. @throws ApiError */
  async missing(gap: SequenceGap): Promise<RunEvent[]> {
    return await eventsInGap(await this.#api(), this.#runId, gap, this.#closed);
  }

  /** All events that have left memory, page by page. @throws ApiError */
  async *all(): AsyncGenerator<RunEvent[], void, undefined> {
    const end = this.#log.firstHeld ?? Infinity;
    for await (const page of storedEvents(await this.#api(), this.#runId, 0, this.#closed)) {
      const left = inOrder(page)
        .filter(({ sequence }) => sequence < end)
        .map(withoutBytes);
      if (left.length > 0) yield left;
      if (left.length < page.length) return;
    }
  }
}
