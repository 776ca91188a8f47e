import { asApiError } from "#api/asApiError.ts";
import type { Run } from "#api/schemas.ts";
import { isTerminal } from "#model/status.ts";
import type { KnownRuns } from "./knownRuns.ts";
import { hasGap, maxPageSize, type ReadPage, readPage, readStart } from "./listReads.ts";
import { belongs, orderTime, queryKey, type RunQuery } from "./runQuery.ts";
import { readSetOnce, type ReadContext } from "./setReads.ts";
import {
  activeQuery,
  baseQuery,
  countedQuery,
  displayQuery,
  endedQuery,
  statusQuery,
  type StoreView,
  viewStatuses,
} from "./storeView.ts";

/** How many large pages of active runs are read. Beyond that nobody looks at a single run. */
const maxActivePages = 5;

/** `newest` leaves out all but the newest page, or the first one in the view's own order. */
export type RefreshPart = "all" | "newest";

interface RefreshOptions {
  /** Whether the last one was so long ago that more than a page of runs may be missed. */
  readonly longAgo: boolean;
  readonly part: RefreshPart;
}

interface ActiveRead {
  page: ReadPage;
  /** The doubtful runs that should have been among them. */
  lost: Run[];
}

/**
 * Keeps a view's lists up to date with few requests: one when no run is active, two otherwise, three after a run has
 * ended. Every group is read on its own only at first, after many runs were missed, and when counts show that runs were
 * removed: that takes five.
 */
export class OverviewReader {
  /** How many runs of the newest page's total no group counts, because their statuses haven't been seen yet. */
  #unaccounted = 0;
  #mustReadAll = false;

  /** @throws ApiError when the view can't be read; the failure of a single list is in that list's `error` */
  async refresh(context: ReadContext, view: StoreView, { longAgo, part }: RefreshOptions): Promise<void> {
    const { knownRuns, signal } = context;
    const base = baseQuery(view);
    const newest = await this.#readNewest(context, base, longAgo);
    if (signal.aborted) return;
    const isWhole = newest.end >= newest.total;
    const isApart = hasGap(knownRuns, base, newest);
    if (isApart) knownRuns.doubtAll();
    if (isWhole) this.#forgetMissing(context, base, newest);
    knownRuns.addPage(base, newest, newest.moment);
    if (isWhole) {
      this.#fillFrom(context, view, newest);
      // The runs that wait are counted and shown without the filter.
      if (part === "all" && !isWholeApp(view)) await this.#readActive(context, view, []);
      this.#unaccounted = 0;
      this.#mustReadAll = false;
    } else if (part === "all") await this.#readLists(context, view, newest, isApart);
    if (signal.aborted) return;
    const shown = knownRuns.list(displayQuery(view));
    if (!shown?.isRead) return void (await readStart(context, displayQuery(view)));
    // In another order new runs may be on unread pages, and only the count of all shows them.
    const count = Math.max(knownRuns.list(base)?.count ?? 0, shown.runs.length);
    knownRuns.change(shown.query, { count, hasMore: shown.runs.length < count });
  }

  /** Reads what the newest page doesn't have: the active runs, and each list by status if they may be incomplete. */
  async #readLists(context: ReadContext, view: StoreView, newest: ReadPage, isApart: boolean): Promise<void> {
    const { knownRuns, signal } = context;
    const readAll = this.#mustReadAll || isApart || hasUnreadLists(knownRuns, view);
    const groups = readAll && view.byStatus ? viewStatuses(view, knownRuns) : [];
    // Active runs move between their groups, so each group is read unless one page holds all of them.
    for (const status of groups) if (!isTerminal(status)) knownRuns.doubt(statusQuery(view, status));
    const readEndedGroups = () => this.#readGroups(context, view, groups.filter(isTerminal), this.#mustReadAll);
    const doubtful = missingActive(knownRuns, newest);
    const readsActive = doubtful.length > 0 || readAll || !knownRuns.list(countedQuery("awaiting_input"))?.isRead;
    const active = readsActive ? this.#readActive(context, view, doubtful) : undefined;
    // A group's count includes runs that have ended. They have to be known first, or they would be counted twice.
    if (doubtful.length === 0) await Promise.all([active, readEndedGroups()]);
    else await this.#settle(context, (await active)?.lost ?? []);
    if (signal.aborted) return;
    if (doubtful.length > 0) await readEndedGroups();
    const unread = groups.filter((status) => !knownRuns.list(statusQuery(view, status))?.isRead);
    await this.#readGroups(context, view, unread, false);
    if (signal.aborted) return;
    this.#account(context, view, readAll);
  }

  /** Reads the active runs and those that have just ended, and nothing else. @throws ApiError */
  async readUnderWay(context: ReadContext, view: StoreView): Promise<void> {
    const { knownRuns, signal } = context;
    const { lost, page } = await this.#readActive(context, view, activeRuns(knownRuns));
    if (!signal.aborted) await this.#settle(context, lost);
    let last = page;
    for (let number = 2; last.end < last.total && number <= maxActivePages && !signal.aborted; number++) {
      last = await readPage(context, activeQuery(knownRuns), number, maxPageSize);
      if (!signal.aborted) knownRuns.putPage(activeQuery(knownRuns), last.runs, last.moment);
    }
  }

  async #readNewest(context: ReadContext, base: RunQuery, longAgo: boolean): Promise<ReadPage> {
    const size = longAgo ? maxPageSize : context.pageSize;
    const page = await readPage(context, base, 1, size);
    return hasGap(context.knownRuns, base, page) && size < maxPageSize ? readPage(context, base, 1, maxPageSize) : page;
  }

  /** Reads the runs that have not ended. */
  async #readActive(context: ReadContext, view: StoreView, doubtful: readonly Run[]): Promise<ActiveRead> {
    const { knownRuns, pageSize, signal } = context;
    const query = activeQuery(knownRuns);
    const held = activeRuns(knownRuns).length;
    const size = Math.min(maxPageSize, Math.max(pageSize, Math.ceil((held + 1) / pageSize) * pageSize));
    let page = await readPage(context, query, 1, size);
    const isCovered = (run: Run): boolean => page.end >= page.total || startsAfterLast(run, page);
    if (size < maxPageSize && !doubtful.every(isCovered)) page = await readPage(context, query, 1, maxPageSize);
    if (signal.aborted) return { page, lost: [] };
    knownRuns.putPage(query, page.runs, page.moment);
    const listed = new Set(page.runs.map(({ id }) => id));
    if (page.end >= page.total) this.#fillActive(context, view, page);
    const lost = doubtful.filter(
      (run) => !listed.has(run.id) && isCovered(run) && !knownRuns.isNewer(run.id, page.moment),
    );
    return { page, lost };
  }

  /** Reads runs that aren't active any more, also those that the view doesn't show. */
  async #settle(context: ReadContext, lost: readonly Run[]): Promise<void> {
    const { knownRuns, signal, pageSize } = context;
    const isOpen = ({ id }: Run): boolean => !isTerminal(knownRuns.get(id)?.status ?? "");
    const more = Array.from(
      { length: Math.ceil(lost.length / maxPageSize) },
      (_, index) => [index + 2, maxPageSize] as const,
    );
    for (const [number, size] of [[1, pageSize], [1, maxPageSize], ...more] as const) {
      if (!lost.some(isOpen)) return;
      const page = await readPage(context, endedQuery, number, size);
      if (signal.aborted) return;
      knownRuns.putPage(endedQuery, page.runs, page.moment);
    }
    for (const run of lost.filter(isOpen)) knownRuns.forget(run.id);
  }

  /** @param anew whether the groups may contain runs that the app doesn't list any more */
  async #readGroups(context: ReadContext, view: StoreView, statuses: readonly string[], anew: boolean): Promise<void> {
    await Promise.all(
      statuses.map(async (status) => {
        const query = statusQuery(view, status);
        const depth = anew ? (context.knownRuns.list(query)?.runs.length ?? 0) : 0;
        if (anew) context.knownRuns.doubt(query);
        await readList(context, query, Math.min(maxPageSize, Math.max(context.pageSize, depth)));
      }),
    );
  }

  /** Fills every group from a page that has all runs. */
  #fillFrom(context: ReadContext, view: StoreView, page: ReadPage): void {
    const { knownRuns } = context;
    const queries = viewStatuses(view, knownRuns).map((status) => statusQuery(view, status));
    this.#fill(context, [displayQuery(view), ...(view.byStatus ? queries : [])], page);
    if (isWholeApp(view)) this.#fillActive(context, view, page);
  }

  #fillActive(context: ReadContext, view: StoreView, page: ReadPage): void {
    const active = viewStatuses({ ...view, filter: {} }, context.knownRuns).filter((status) => !isTerminal(status));
    const own = view.byStatus ? viewStatuses(view, context.knownRuns).filter((status) => active.includes(status)) : [];
    this.#fill(context, [...active.map(countedQuery), ...own.map((status) => statusQuery(view, status))], page);
  }

  #fill({ knownRuns }: ReadContext, queries: readonly RunQuery[], { runs, moment }: ReadPage): void {
    for (const query of new Map(queries.map((each) => [queryKey(each), each])).values()) {
      const own = runs.filter((run) => belongs(run, query));
      knownRuns.addPage(query, { runs: own, offset: 0, end: own.length, total: own.length }, moment);
    }
  }

  /** A run that isn't on the page of all runs doesn't exist any more. */
  #forgetMissing({ knownRuns }: ReadContext, base: RunQuery, { runs, moment }: ReadPage): void {
    const listed = new Set(runs.map(({ id }) => id));
    const missing = knownRuns
      .runs()
      .filter((run) => belongs(run, base) && !listed.has(run.id) && !knownRuns.isNewer(run.id, moment));
    for (const { id } of missing) knownRuns.forget(id);
  }

  /** Whether the groups' counts add up to the count of all. If not, the next refresh reads every group. */
  #account({ knownRuns }: ReadContext, view: StoreView, readAll: boolean): void {
    if (!view.byStatus) return;
    const lists = viewStatuses(view, knownRuns).map((status) => knownRuns.list(statusQuery(view, status)));
    const counted = lists.reduce((sum, list) => sum + (list?.count ?? 0), 0);
    const rest = (knownRuns.list(baseQuery(view))?.count ?? 0) - counted;
    // A change between two reads looks the same as an unknown status. Only if it happens twice is it a status.
    this.#mustReadAll = rest !== this.#unaccounted && !(readAll && rest === 0);
    if (readAll) this.#unaccounted = rest;
  }
}

/** Whether a refresh has to read each list by status. */
export function hasUnreadLists(knownRuns: KnownRuns, view: StoreView): boolean {
  return (
    view.byStatus && viewStatuses(view, knownRuns).some((status) => !knownRuns.list(statusQuery(view, status))?.isRead)
  );
}

/** Whether the list of all runs is that of the app, without a filter. */
function isWholeApp(view: StoreView): boolean {
  const { statuses, userId, sessionId } = baseQuery(view);
  return statuses.length === 0 && userId === undefined && sessionId === undefined;
}

function activeRuns(knownRuns: KnownRuns): Run[] {
  return knownRuns.runs().filter(({ status }) => !isTerminal(status));
}

function startsAfterLast(run: Run, { runs }: ReadPage): boolean {
  const last = runs.at(-1);
  const [started, reached] = [orderTime(run, "newest"), last && orderTime(last, "newest")];
  return started !== undefined && reached !== undefined && started > reached;
}

/** The active runs that a page doesn't contain. */
function missingActive(knownRuns: KnownRuns, { runs }: ReadPage): Run[] {
  const onPage = new Set(runs.map(({ id }) => id));
  return activeRuns(knownRuns).filter(({ id }) => !onPage.has(id));
}

/** Reads a list from its start. A failure is kept in the list, beside its runs. */
export async function readList(context: ReadContext, query: RunQuery, size = context.pageSize): Promise<void> {
  try {
    if (query.within) await readSetOnce(context, query, query.within);
    else await readStart(context, query, size);
    if (!context.signal.aborted) context.knownRuns.change(query, { error: undefined, errorAt: undefined });
  } catch (error) {
    if (!context.signal.aborted) context.knownRuns.change(query, { error: asApiError(error), errorAt: Date.now() });
  }
}
