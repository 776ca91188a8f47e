import type { Run } from "../../api/schemas.ts";
import { type ListPage, newList, placeOf, type RunList, withoutRun, withPage, withRun } from "./runList.ts";
import { RunPool } from "./runPool.ts";
import { belongs, queryKey, type RunQuery } from "./runQuery.ts";

/**
 * `list`: its runs, their order, its count or its state changed; `run`: what a row says of it; `state`: the store's
 * own.
 */
export type StoreChange = { kind: "all" | "state" } | { kind: "list"; key: string } | { kind: "run"; id: string };

/**
 * The runs that are known and the lists that were opened, each run in every list that it belongs to. No reads, no time.
 */
export class KnownRuns {
  readonly #pool = new RunPool();
  readonly #lists = new Map<string, RunList>();
  readonly #changedLists = new Set<string>();
  readonly #changedRuns = new Set<string>();

  get(id: string): Run | undefined {
    return this.#pool.get(id);
  }

  runs(): Run[] {
    return this.#pool.values();
  }

  list(query: RunQuery): RunList | undefined {
    return this.#lists.get(queryKey(query));
  }

  withKey(key: string): RunList | undefined {
    return this.#lists.get(key);
  }

  /** Whether what is held of a run was asked for after this moment. */
  isNewer(id: string, moment: number): boolean {
    return this.#pool.isNewer(id, moment);
  }

  /** Opens a list with what is known already. */
  open(query: RunQuery): RunList {
    const key = queryKey(query);
    const held = this.#lists.get(key);
    // A set of runs may have got some that were known before.
    if (held && (!query.within || held.count === query.within.ids.size)) return held;
    const fresh = newList(
      query,
      this.#pool.values().filter((run) => belongs(run, query)),
    );
    const list = held ? { ...held, runs: fresh.runs, count: fresh.count, hasMore: fresh.hasMore } : fresh;
    this.#lists.set(key, list);
    return list;
  }

  /** Takes a run as it is, or was at that moment, wherever it belongs. */
  put(run: Run, moment: number): void {
    const before = this.#pool.get(run.id);
    const now = this.#pool.take(run, moment);
    if (now === before) return;
    for (const list of this.#lists.values()) this.#place(list, before, now);
    if (before) this.#changedRuns.add(now.id);
  }

  /** Takes a run out: the app does not list it any more. */
  forget(id: string): void {
    const run = this.#pool.get(id);
    if (!run) return;
    for (const list of this.#lists.values()) if (belongs(run, list.query)) this.#replace(withoutRun(list, run));
    this.#pool.forget(id);
  }

  /**
   * Takes a page of an opened list. Its runs move in every other list, too.
   *
   * @param moment when the page was asked for
   */
  addPage(query: RunQuery, page: ListPage, moment: number): void {
    const held = this.open(query);
    for (const run of page.runs) this.put(run, moment);
    const own = page.runs.map(({ id }) => this.#pool.get(id) as Run).filter((run) => belongs(run, query));
    const foreign = page.runs.length - own.length;
    const read = withPage(
      this.open(query),
      { ...page, runs: own, total: page.total - foreign, end: page.end - foreign },
      (id) => this.#pool.isNewer(id, moment),
    );
    if (!sameRows(held, read)) this.#replace(read);
    else this.#lists.set(read.key, read);
  }

  /** What a list holds may have gaps: its first page takes the place of all of it. */
  doubt(query: RunQuery): void {
    this.#lists.set(queryKey(query), { ...this.open(query), isRead: false });
  }

  /** So many runs were missed that every list may have gaps. */
  doubtAll(): void {
    for (const { query } of this.#lists.values()) this.doubt(query);
  }

  change(
    query: RunQuery,
    change: Partial<Pick<RunList, "loading" | "error" | "errorAt" | "count" | "hasMore" | "isRead">>,
  ): void {
    const list = this.open(query);
    const same = Object.entries(change).every(([name, value]) => list[name as keyof RunList] === value);
    if (!same) this.#replace({ ...list, ...change });
  }

  clear(): void {
    this.#pool.clear();
    this.#lists.clear();
    this.#changedLists.clear();
    this.#changedRuns.clear();
  }

  /** What has changed since this was last asked. */
  takeChanges(): StoreChange[] {
    const lists = [...this.#changedLists].map((key): StoreChange => ({ kind: "list", key }));
    const runs = [...this.#changedRuns].map((id): StoreChange => ({ kind: "run", id }));
    this.#changedLists.clear();
    this.#changedRuns.clear();
    return [...lists, ...runs];
  }

  #place(list: RunList, before: Run | undefined, now: Run): void {
    const held = before && belongs(before, list.query) ? before : undefined;
    if (!belongs(now, list.query)) {
      if (held) this.#replace(withoutRun(list, held));
      return;
    }
    const placed = withRun(list, now, held, held ? 0 : addedBy(list, now, before));
    if (held && placeOf(placed, now) === placeOf(list, held)) this.#lists.set(list.key, placed);
    else this.#replace(placed);
  }

  #replace(list: RunList): void {
    this.#lists.set(list.key, list);
    this.#changedLists.add(list.key);
  }
}

/** A run that comes from nowhere and stands behind what was read is one that the count includes already. */
function addedBy(list: RunList, run: Run, before: Run | undefined): number {
  const isCounted =
    before === undefined && list.isRead && list.hasMore && placeOf(withRun(list, run, undefined, 0), run) < 0;
  return isCounted ? 0 : 1;
}

function sameRows(a: RunList, b: RunList): boolean {
  return (
    a.count === b.count &&
    a.hasMore === b.hasMore &&
    a.isRead === b.isRead &&
    a.runs.length === b.runs.length &&
    a.runs.every((run, place) => run.id === b.runs[place]?.id)
  );
}
