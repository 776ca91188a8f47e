import type { RunsApi } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";
import { parseTime } from "../../model/isoTime.ts";
import { pendingInputRequests } from "./pendingInputRequests.ts";

export interface InputRequestTimesOptions {
  /** Called when the times of a run's input requests have become known. */
  onKnown: (runId: string) => void;
}

/** How many of a run's newest events are read. A run that waits does little else. */
const newestEvents = 25;
/** How many runs are looked up at a time. The others are looked up when they are drawn again. */
const mostReads = 25;

/** The times of input requests. A run doesn't have them, so its events are read, once for each run that waits. */
export class InputRequestTimes {
  readonly #options: InputRequestTimesOptions;
  readonly #times = new Map<string, number>();
  readonly #looked = new Set<string>();
  #reading: Promise<void> = Promise.resolve();
  #reads = 0;

  constructor(options: InputRequestTimesOptions) {
    this.#options = options;
  }

  /** In milliseconds since the epoch; `undefined` until it is known. */
  of(runId: string, requestId: string): number | undefined {
    return this.#times.get(`${runId}/${requestId}`);
  }

  /** The time of the run's oldest pending input request. */
  oldest(run: Run): number | undefined {
    const times = pendingInputRequests(run).flatMap(({ id }) => this.of(run.id, id) ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /** Reads the times of the run's input requests, one run after the other. After a failure they stay unknown. */
  look(run: Run, api: () => Promise<RunsApi>): void {
    const unknown = pendingInputRequests(run).filter(({ id }) => !this.#looked.has(`${run.id}/${id}`));
    if (unknown.length === 0 || this.#reads >= mostReads) return;
    this.#reads++;
    for (const { id } of unknown) this.#looked.add(`${run.id}/${id}`);
    this.#reading = this.#reading.then(() => this.#read(run.id, api));
  }

  async #read(runId: string, api: () => Promise<RunsApi>): Promise<void> {
    try {
      const { data } = await (await api()).listEvents(runId, { page: 1, page_size: newestEvents, sort: "-sequence" });
      for (const { data: asked, timestamp } of data) {
        const id: unknown = (asked as { id?: unknown } | null | undefined)?.id;
        const time = parseTime(timestamp);
        if (typeof id === "string" && time !== undefined) this.#note(`${runId}/${id}`, time);
      }
      this.#options.onKnown(runId);
    } catch {
      // The row then keeps showing how long the run has been going.
    } finally {
      this.#reads--;
    }
  }

  /** An answer has the same id and comes later. */
  #note(key: string, time: number): void {
    if (this.#looked.has(key)) this.#times.set(key, Math.min(time, this.#times.get(key) ?? time));
  }
}
