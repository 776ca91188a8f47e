import type { RunsApi } from "../../../api/contract.ts";
import { isApiError } from "../../../api/errors.ts";
import type { Run } from "../../../api/schemas.ts";
import { inParallel } from "../../../base/inParallel.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { parseTime } from "../../../model/isoTime.ts";
import { isTerminal } from "../../../model/status.ts";
import type { RunIndex } from "../runIndex.ts";
import { readRun } from "./readRun.ts";

const pageSize = 50;
/** How many runs are read at the same time. An app has better things to do than to fill an index. */
const runsAtOnce = 2;

export interface WalkOptions {
  api: RunsApi;
  index: RunIndex;
  signal: AbortSignal;
  /** Called after each run that was added. */
  onRun: () => Promise<void>;
  titlePath?: JsonPath | undefined;
}

/** Why there is nothing more to read: there are no older runs, the index is full, or older runs aren't kept. */
export type WalkEnd = "all" | "size" | "age";

/**
 * Walks through the list of runs from the newest one and adds those that the index doesn't have, with their events. It
 * leaves out the time that the index covers already.
 */
export class PageWalk {
  readonly #options: WalkOptions;
  #page = 0;
  /** How many runs the app had at the last page. */
  #total = 0;
  /** From then on everything is covered: when the oldest run of the last page began. */
  #reached: number | undefined;
  /** The runs of the last page: an app may ignore the number of a page. */
  #last: ReadonlySet<string> = new Set();
  #hasLeapt = false;
  /** Whether the next page begins where the last one ended. New runs only make them overlap. */
  #isAdjacent = true;

  constructor(options: WalkOptions) {
    this.#options = options;
  }

  /** Reads one more page. After a failure it can be called again. @throws ApiError */
  async next(): Promise<WalkEnd | undefined> {
    const { api, index, signal } = this.#options;
    if (this.#page === 0) {
      await this.#readUnfinished();
      this.#page = 1;
    }
    const { data, pagination } = await api.listRuns(
      { page: this.#page, page_size: pageSize, sort: "-started_at" },
      { signal },
    );
    const began = data.map(({ started_at: at }) => parseTime(at)).filter((time) => time !== undefined);
    const [newest, oldest] = [Math.max(...began), Math.min(...began)];
    if (this.#isAfterGap(newest, pagination.total_count)) {
      this.#page--;
      this.#last = new Set();
      return undefined;
    }
    await this.#readRuns(data);
    if (began.length > 0) {
      await index.cover(oldest, Math.max(newest, this.#reached ?? newest), pagination.total_count);
      this.#reached = oldest;
    }
    const hasNew = data.some(({ id }) => !this.#last.has(id));
    if (!hasNew || this.#page >= pagination.page_count) return "all";
    this.#last = new Set(data.map(({ id }) => id));
    this.#page++;
    await this.#leap();
    return this.#limitAt(oldest);
  }

  /** Whether runs may lie between what is covered and this page: the list has become shorter, or the leap was too far. */
  #isAfterGap(newest: number, total: number): boolean {
    if (total < this.#total) this.#isAdjacent = false;
    this.#total = total;
    const isAfter = !this.#isAdjacent && this.#page > 1 && this.#reached !== undefined && newest < this.#reached;
    if (!isAfter) this.#isAdjacent = true;
    return isAfter;
  }

  /** Once the walk has reached a time that is covered, it continues at the end of that time. */
  async #leap(): Promise<void> {
    const { index } = this.#options;
    const { back } = await index.coverage();
    if (this.#hasLeapt || back === undefined || this.#reached === undefined || back >= this.#reached) return;
    this.#hasLeapt = true;
    this.#isAdjacent = false;
    this.#reached = back;
    const { newer } = await index.unfinished(back);
    this.#page = Math.max(this.#page, Math.floor(newer / pageSize));
  }

  async #limitAt(oldest: number): Promise<"size" | "age" | undefined> {
    const { index } = this.#options;
    const limits = index.limits;
    await index.trim();
    // Not up to the last byte: what is read next would push out what was read before.
    if (oldest < (limits.oldest ?? 0)) return "age";
    return (await index.size()) > limits.bytes * 0.9 ? "size" : undefined;
  }

  async #readRuns(runs: readonly Run[]): Promise<void> {
    const { index } = this.#options;
    const missing = new Set(await index.missing(runs.map(({ id }) => id)));
    const wanted = runs.filter(({ id }) => missing.has(id));
    await untilFailure(wanted, (run) => this.#readRun(run));
  }

  /** A run that hasn't ended is known, but without its events: it is read again the next time. */
  async #readRun(run: Run): Promise<void> {
    const { api, index, signal, onRun, titlePath } = this.#options;
    signal.throwIfAborted();
    if (!isTerminal(run.status)) {
      await index.put({ run, titlePath });
      return;
    }
    try {
      if (await index.put(await readRun(api, run, signal, titlePath))) await onRun();
    } catch (error) {
      // It was deleted meanwhile.
      if (!isApiError(error) || error.kind !== "not-found") throw error;
    }
  }

  async #readUnfinished(): Promise<void> {
    const { api, index, signal } = this.#options;
    const { ids } = await index.unfinished(0);
    await untilFailure(ids, async (id) => {
      try {
        await this.#readRun(await api.getRun(id, { signal }));
      } catch (error) {
        if (!isApiError(error) || error.kind !== "not-found") throw error;
      }
    });
  }
}

/** Works through the items. After a failure it begins none, and throws when nothing is running any more. */
async function untilFailure<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  await inParallel(items, runsAtOnce, async (item) => {
    if (failures.length > 0) return;
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  });
  if (failures.length > 0) throw failures[0];
}
