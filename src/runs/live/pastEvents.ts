import type { RunsApi } from "../../api/contract.ts";
import type { RunEvent } from "../../api/schemas.ts";
import type { SequenceGap } from "../../api/stream/eventSequence.ts";
import { withoutBytes } from "../resultFiles/withoutBytes.ts";
import type { EventLog } from "./eventLog.ts";
import { eventsInGap, storedEvent, storedEvents, storedPage } from "./storedEvents.ts";

/** As many pages are kept: what a reader scrolls through is then selected and looked into. */
const mostPages = 10;

/** Events of a run that are not in memory: read from where they are stored, the pages that were read last kept. */
export class PastEvents {
  readonly #api: () => Promise<RunsApi>;
  readonly #runId: string;
  readonly #log: EventLog;
  readonly #closed: AbortSignal;
  #pages: (readonly RunEvent[])[] = [];

  /** @param closed ends what is being read */
  constructor(api: () => Promise<RunsApi>, runId: string, log: EventLog, closed: AbortSignal) {
    this.#api = api;
    this.#runId = runId;
    this.#log = log;
    this.#closed = closed;
  }

  /** The stored events of the page on which a sequence stands or would stand. @throws ApiError */
  async around(sequence: number): Promise<readonly RunEvent[]> {
    const kept = this.#pages.find((page) => page[0]!.sequence <= sequence && page.at(-1)!.sequence >= sequence);
    if (kept) return kept;
    const stored = await storedPage(
      await this.#api(),
      this.#runId,
      sequence,
      this.#log.countBefore(sequence),
      this.#closed,
    );
    const page = stored.map(withoutBytes);
    if (page.length > 0) this.#pages = [page, ...this.#pages].slice(0, mostPages);
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

  /** What is stored in a gap. @throws ApiError */
  async missing(gap: SequenceGap): Promise<RunEvent[]> {
    return await eventsInGap(await this.#api(), this.#runId, gap, this.#closed);
  }

  /** All events that have left the memory, page by page. @throws ApiError */
  async *all(): AsyncGenerator<RunEvent[], void, undefined> {
    const end = this.#log.firstHeld ?? Infinity;
    for await (const page of storedEvents(await this.#api(), this.#runId, 0, this.#closed)) {
      const left = page.filter(({ sequence }) => sequence < end).map(withoutBytes);
      if (left.length > 0) yield left;
      if (left.length < page.length) return;
    }
  }
}
