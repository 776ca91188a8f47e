import { asApiError } from "#api/asApiError.ts";
import type { RunsApi } from "#api/contract.ts";
import { type ApiError, isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { inParallel } from "#base/inParallel.ts";
import { parseTime } from "#model/isoTime.ts";
import { activeStatuses, isTerminal } from "#model/status.ts";
import { maxPageSize, window } from "./listReads.ts";

/** How many runs a page should bring that aren't known; the largest page has a few more, which join it to the others. */
const targetNewRuns = 180;
/** Number of pages that are read for one wish: an app with more runs has to be asked for the others. */
const maxPages = 100;
/** How many pages of active runs are read. Nobody looks at a single run beyond them, or waits for each to be read. */
const maxActivePages = 5;
const maxEndedRuns = 200;
const readsAtOnce = 4;

interface ReadOptions {
  signal: AbortSignal;
  /** Called after each page. */
  onPage: () => void;
}

/** The runs of an app by their start, read page by page, the newest first. From `since` on, it has every run. */
export class RunsByTime {
  readonly #runs = new Map<string, Run>();
  /** The ids of the runs from the front of the list to where it was read without a gap. */
  readonly #listed = new Set<string>();
  #since = Infinity;
  #total = 0;
  #error: ApiError | undefined;

  /** Every run that began then or later is known; `Infinity` before the first page, `-Infinity` after the last one. */
  get since(): number {
    return this.#since;
  }

  /** How many runs the app has, as it said last. */
  get total(): number {
    return this.#total;
  }

  /** All runs that were read, also those that began before `since`. */
  get runs(): readonly Run[] {
    return [...this.#runs.values()];
  }

  get(id: string): Run | undefined {
    return this.#runs.get(id);
  }

  /** Takes a newer version of a run that was read. A run that has ended never runs again. */
  update(run: Run): void {
    const before = this.get(run.id);
    if (before && !isTerminal(before.status)) this.#runs.set(run.id, run);
  }

  /** Removes a run that the app doesn't have any more. */
  remove(id: string): void {
    this.#runs.delete(id);
    this.#listed.delete(id);
  }

  /**
   * Reads what began since the last read, and then back to a time. What was read before a failure stays. @param until
   * in milliseconds since the epoch
   */
  async read(open: () => Promise<RunsApi>, until: number, options: ReadOptions): Promise<void> {
    this.#error = undefined;
    try {
      const api = await open();
      await this.#readActive(api, options);
      await this.#readNewest(api, options);
      for (let page = 0; page < maxPages && this.#since > until; page++) await this.#readOn(api, options);
    } catch (error) {
      if (!options.signal.aborted) this.#error = asApiError(error);
    }
  }

  /** Why the last read ended before its time. */
  get error(): ApiError | undefined {
    return this.#error;
  }

  /** The runs that haven't ended: one without a start has no place in the list. Others that were known have ended. */
  async #readActive(api: RunsApi, { signal }: ReadOptions): Promise<void> {
    const open = new Set([...this.#runs.values()].filter(({ status }) => !isTerminal(status)).map(({ id }) => id));
    const statuses = [...open].map((id) => this.#runs.get(id)!.status);
    const status = [...new Set([...activeStatuses, ...statuses])];
    for (let page = 1; page <= maxActivePages; page++) {
      const { data } = await api.listRuns({ status, page, page_size: maxPageSize }, { signal });
      for (const run of data) {
        this.#take(run);
        open.delete(run.id);
      }
      if (data.length < maxPageSize) break;
    }
    await inParallel([...open].slice(0, maxEndedRuns), readsAtOnce, async (id) => {
      try {
        this.#take(await api.getRun(id, { signal }));
      } catch (error) {
        if (!isApiError(error) || error.kind !== "not-found") throw error;
        this.remove(id);
      }
    });
  }

  /** Pages from the front, until one reaches the runs that are known. */
  async #readNewest(api: RunsApi, options: ReadOptions): Promise<void> {
    const startedIds = this.#started();
    const newRuns: Run[] = [];
    for (let number = 1; ; number++) {
      const page = await this.#readPage(api, number, maxPageSize, options);
      newRuns.push(...page.runs);
      if (number === 1 && page.isEnd) this.#removeOthers(page.runs);
      const isJoined = page.runs.some(({ id }) => startedIds.has(id));
      if (!isJoined && !page.isEnd && startedIds.size > 0 && number < maxPages) continue;
      if (!isJoined) {
        // What was known of earlier runs, if anything, isn't joined to these.
        this.#listed.clear();
        this.#since = reachedBy(page);
      }
      this.#list(newRuns);
      return options.onPage();
    }
  }

  /** The next page begins with the last known run. Without it the list has moved, and is read from its front again. */
  async #readOn(api: RunsApi, options: ReadOptions): Promise<void> {
    const startedIds = this.#started();
    const { page: number, size } = window(this.#listed.size - 1, targetNewRuns);
    const page = await this.#readPage(api, number, size, options);
    if (number > 1 && !page.runs.some(({ id }) => startedIds.has(id))) {
      this.#listed.clear();
      this.#since = Infinity;
      return this.#readNewest(api, options);
    }
    this.#list(page.runs);
    this.#since = Math.min(this.#since, reachedBy(page));
    options.onPage();
  }

  async #readPage(api: RunsApi, number: number, size: number, { signal }: ReadOptions): Promise<ListedPage> {
    const { data, pagination } = await api.listRuns({ page: number, page_size: size, sort: "-started_at" }, { signal });
    this.#total = pagination.total_count;
    return { runs: data, isEnd: data.length === 0 || (number - 1) * size + data.length >= pagination.total_count };
  }

  #list(runs: readonly Run[]): void {
    for (const run of runs) {
      this.#take(run);
      this.#listed.add(run.id);
    }
  }

  /** Removes what a whole list lacks. A run without a start may be in no list yet. */
  #removeOthers(runs: readonly Run[]): void {
    const listed = new Set(runs.map(({ id }) => id));
    for (const id of this.#started()) if (!listed.has(id)) this.remove(id);
  }

  /** The runs that tell where in the list a page is: a run without a start may stand anywhere. */
  #started(): ReadonlySet<string> {
    return new Set([...this.#listed].filter((id) => parseTime(this.#runs.get(id)?.started_at) !== undefined));
  }

  #take(run: Run): void {
    const before = this.#runs.get(run.id);
    if (!before || !isTerminal(before.status) || isTerminal(run.status)) this.#runs.set(run.id, run);
  }
}

interface ListedPage {
  runs: readonly Run[];
  isEnd: boolean;
}

/** Other runs that began in the same millisecond as the last one may be on the next page. */
function reachedBy({ runs, isEnd }: ListedPage): number {
  if (isEnd) return -Infinity;
  return runs.reduce((least, { started_at: at }) => Math.min(least, parseTime(at) ?? Infinity), Infinity) + 1;
}
