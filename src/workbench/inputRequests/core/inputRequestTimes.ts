import type { RunsApi } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { isRequestType } from "#model/eventTypes.ts";
import { parseTime } from "#model/isoTime.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";

/** How many of a run's newest events are read. A run that waits does little else. */
const maxEvents = 25;
/** How many runs are looked up at a time. The others are looked up when they are drawn again. */
const maxReads = 25;

/** The times of input requests. A run doesn't have them, so its events are read, once for each run that waits. */
export class InputRequestTimes {
  readonly #onKnown: (runId: string) => void;
  readonly #times = new Map<string, number>();
  /** For each run that waits, the ids of its input requests. */
  readonly #looked = new Map<string, Set<string>>();
  #reading: Promise<void> = Promise.resolve();
  #reads = 0;

  /** @param onKnown called when the times of a run's input requests have become known */
  constructor(onKnown: (runId: string) => void) {
    this.#onKnown = onKnown;
  }

  /** In milliseconds since the epoch; `undefined` until it is known. */
  of(runId: string, requestId: string): number | undefined {
    return this.#times.get(`${runId}/${requestId}`);
  }

  oldest(run: Run): number | undefined {
    const times = pendingInputRequests(run).flatMap(({ id }) => this.of(run.id, id) ?? []);
    return times.length > 0 ? Math.min(...times) : undefined;
  }

  /**
   * Reads the times of the run's input requests, one run after the other. After a failure they stay unknown.
   *
   * @param api fails when nothing can be read now: then the run is looked up when it is drawn again
   * @param runId its id in the app, if it has another one in a list of several apps
   * @returns when those of this run, and of all before it, were read
   */
  look(run: Run, api: () => Promise<RunsApi>, runId = run.id): Promise<void> {
    const ids = new Set(pendingInputRequests(run).map(({ id }) => id));
    const before = this.#looked.get(run.id);
    const looked = before && new Set([...before].filter((id) => ids.has(id)));
    // One that doesn't wait any more may wait again: the next question has its id.
    if (looked) this.#looked.set(run.id, looked);
    if (ids.size === 0) this.#looked.delete(run.id);
    if (ids.size === (looked?.size ?? 0) || this.#reads >= maxReads) return this.#reading;
    this.#reads++;
    this.#looked.set(run.id, ids);
    this.#reading = this.#reading.then(() => this.#read(run.id, api, runId));
    return this.#reading;
  }

  /** @param id by which the times are known */
  async #read(id: string, api: () => Promise<RunsApi>, runId: string): Promise<void> {
    try {
      const client = await api().catch((error: unknown) => {
        this.#looked.delete(id);
        throw error;
      });
      const { data } = await client.listEvents(runId, { page: 1, page_size: maxEvents, sort: "-sequence" });
      for (const { type, data: asked, timestamp } of data) {
        if (!isRequestType(type)) continue;
        const requestId: unknown = (asked as { id?: unknown } | null | undefined)?.id;
        const time = parseTime(timestamp);
        if (typeof requestId === "string" && time !== undefined) this.#note(id, requestId, time);
      }
      this.#onKnown(id);
    } catch {
      // The row then keeps showing how long the run has been going.
    } finally {
      this.#reads--;
    }
  }

  /** The newest question under an id is the one that waits. */
  #note(runId: string, id: string, time: number): void {
    const key = `${runId}/${id}`;
    if (this.#looked.get(runId)?.has(id)) this.#times.set(key, Math.max(time, this.#times.get(key) ?? time));
  }
}
