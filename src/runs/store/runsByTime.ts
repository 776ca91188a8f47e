import { asApiError } from "../../api/asApiError.ts";
import type { RunsApi } from "../../api/contract.ts";
import type { ApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import { isTerminal } from "../../model/status.ts";
import { KnownRuns } from "./knownRuns.ts";
import { readOn } from "./listReads.ts";
import { OverviewReader } from "./overviewReader.ts";
import type { RunList } from "./runList.ts";
import { orderTime } from "./runQuery.ts";
import type { ReadContext } from "./setReads.ts";
import { displayQuery, type StoreView } from "./storeView.ts";

/** How many runs a page should bring that aren't known; the largest page has a few more, which join it to the others. */
const wanted = 180;
/** Number of pages that are read for one wish: an app with more runs has to be asked for the others. */
const mostPages = 100;

const view: StoreView = { filter: {}, order: "newest", byStatus: false };
const query = displayQuery(view);

interface ReadOptions {
  signal: AbortSignal;
  /** Called after each page. */
  onPage: () => void;
}

/** The runs of an app by their start, read page by page, the newest first. From `since` on, it has every run. */
export class RunsByTime {
  readonly #known = new KnownRuns();
  readonly #overview = new OverviewReader();
  #moment = 0;
  #error: ApiError | undefined;

  /** Every run that began then or later is known; `Infinity` before the first page, `-Infinity` after the last one. */
  get since(): number {
    const { isRead, hasMore, runs } = this.#list;
    if (!isRead) return Infinity;
    // Other runs that began in the same millisecond as the last one may be on the next page.
    const last = runs.at(-1);
    return hasMore ? ((last && orderTime(last, "newest")) ?? Infinity) + 1 : -Infinity;
  }

  /** How many runs the app has, as far as it is known. */
  get total(): number {
    return this.#list.count;
  }

  /** All runs that were read, in the app's order, and then those that began before `since`. */
  get runs(): readonly Run[] {
    return [...new Set([...this.#list.runs, ...this.#known.runs()])];
  }

  get(id: string): Run | undefined {
    return this.#known.get(id);
  }

  /** Takes a newer version of a run that was read. A run that has ended never runs again. */
  update(run: Run): void {
    const known = this.get(run.id);
    if (known && !isTerminal(known.status)) this.#known.put(run, ++this.#moment);
  }

  /** Removes a run that the app doesn't have any more. */
  remove(id: string): void {
    this.#known.forget(id);
  }

  /**
   * Reads what began since the last read, and then back to a time. What was read before a failure stays. @param until
   * in milliseconds since the epoch
   */
  async read(open: () => Promise<RunsApi>, until: number, { signal, onPage }: ReadOptions): Promise<void> {
    this.#error = undefined;
    try {
      const nextMoment = (): number => ++this.#moment;
      const context: ReadContext = { api: await open(), knownRuns: this.#known, pageSize: wanted, signal, nextMoment };
      // A run without a start has no place in the list.
      await this.#overview.readUnderWay(context, view);
      await this.#overview.refresh(context, view, true);
      onPage();
      for (let page = 0; page < mostPages && this.since > until && !signal.aborted; page++) {
        await readOn(context, query);
        onPage();
      }
    } catch (error) {
      if (!signal.aborted) this.#error = asApiError(error);
    }
  }

  /** Why the last read ended before its time. */
  get error(): ApiError | undefined {
    return this.#error;
  }

  get #list(): RunList {
    return this.#known.open(query);
  }
}
