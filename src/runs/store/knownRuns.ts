/**
 * The lists of the *Runs* view. A list is one query of the API without a gap (`listReads.ts`). A changed run moves in
 * every list, and the counts with it. `overviewReader.ts` refreshes a view with one to three requests, `runsOutline.ts`
 * makes groups, `polling/poller.ts` polls while the view is in sight, and `heldRuns.ts` keeps rows where they are.
 */

import type { Run } from "#api/schemas.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { isTerminal } from "#model/status.ts";
import { type ListPage, newList, indexOfRun, type RunList, withoutRun, withPage, withRun } from "./runList.ts";
import { belongs, queryKey, type RunQuery } from "./runQuery.ts";

/** `list`: its runs, order, count or state; `run`: something that a row shows; `state`: the store's own state. */
export type StoreChange = { kind: "all" | "state" } | { kind: "list"; key: string } | { kind: "run"; id: string };

/** The known runs, each in every opened list that it belongs to. It makes no requests and needs no clock. */
export class KnownRuns {
  /** The runs, each in the version that was requested last. */
  readonly #entries = new Map<string, Entry>();
  readonly #lists = new Map<string, RunList>();
  readonly #changedLists = new Set<string>();
  readonly #changedRuns = new Set<string>();

  get(id: string): Run | undefined {
    return this.#entries.get(id)?.run;
  }

  runs(): Run[] {
    return [...this.#entries.values()].map(({ run }) => run);
  }

  list(query: RunQuery): RunList | undefined {
    return this.#lists.get(queryKey(query));
  }

  withKey(key: string): RunList | undefined {
    return this.#lists.get(key);
  }

  /** The lists whose last read failed. */
  failed(): RunList[] {
    return [...this.#lists.values()].filter(({ error }) => error);
  }

  /** Whether the known version of a run was requested after this moment. */
  isNewer(id: string, moment: number): boolean {
    return (this.#entries.get(id)?.moment ?? 0) > moment;
  }

  open(query: RunQuery): RunList {
    const key = queryKey(query);
    const held = this.#lists.get(key);
    // A set of runs may have grown by runs that were already known.
    if (held && (!query.within || held.count === query.within.ids.size)) return held;
    const newestList = newList(
      query,
      this.runs().filter((run) => belongs(run, query)),
    );
    const list = held
      ? { ...held, runs: newestList.runs, count: newestList.count, hasMore: newestList.hasMore }
      : newestList;
    this.#lists.set(key, list);
    return list;
  }

  /** Puts a version of a run, as it was at that moment, into every list that it belongs to. */
  put(run: Run, moment: number): void {
    const held = this.#entries.get(run.id);
    const before = held?.run;
    const now = held ? newerVersion(held, run, moment) : run;
    this.#entries.set(run.id, { run: now, moment: Math.max(moment, held?.moment ?? 0) });
    if (now === before) return;
    for (const list of this.#lists.values()) this.#arrange(list, before, now);
    if (before) this.#changedRuns.add(now.id);
  }

  /** Puts the runs of a page, the newest last: a run comes before others with its time. */
  putPage({ order }: RunQuery, runs: readonly Run[], moment: number): void {
    for (const run of order === "oldest" ? runs : runs.toReversed()) this.put(run, moment);
  }

  /** Removes a run that the app doesn't list any more. */
  forget(id: string): void {
    const run = this.get(id);
    if (!run) return;
    for (const list of this.#lists.values()) if (belongs(run, list.query)) this.#replace(withoutRun(list, run));
    this.#entries.delete(id);
  }

  /** Adds a page to an opened list. Its runs move in every other list, too. @param moment when it was requested */
  addPage(query: RunQuery, page: ListPage, moment: number): void {
    const held = this.open(query);
    this.putPage(query, page.runs, moment);
    const own = page.runs.map(({ id }) => this.get(id) as Run).filter((run) => belongs(run, query));
    const foreign = page.runs.length - own.length;
    const read = withPage(
      this.open(query),
      { ...page, runs: own, total: page.total - foreign, end: page.end - foreign },
      held.runs,
      (id) => this.isNewer(id, moment),
    );
    if (!sameRows(held, read)) this.#replace(read);
    else this.#lists.set(read.key, read);
  }

  /** Marks a list as possibly incomplete: its next first page replaces it. */
  doubt(query: RunQuery): void {
    this.#lists.set(queryKey(query), { ...this.open(query), isRead: false });
  }

  /** Marks every list as possibly incomplete, after many runs were missed. */
  doubtAll(): void {
    for (const { query } of this.#lists.values()) this.doubt(query);
  }

  change(
    query: RunQuery,
    change: Partial<Pick<RunList, "loading" | "error" | "errorAt" | "retry" | "count" | "hasMore" | "isRead">>,
  ): void {
    const list = this.open(query);
    const same = Object.entries(change).every(([name, value]) => list[name as keyof RunList] === value);
    if (!same) this.#replace({ ...list, ...change });
  }

  /** The changes since the last call. */
  takeChanges(): StoreChange[] {
    const lists = [...this.#changedLists].map((key): StoreChange => ({ kind: "list", key }));
    const runs = [...this.#changedRuns].map((id): StoreChange => ({ kind: "run", id }));
    this.#changedLists.clear();
    this.#changedRuns.clear();
    return [...lists, ...runs];
  }

  #arrange(list: RunList, before: Run | undefined, now: Run): void {
    const held = before && belongs(before, list.query) ? before : undefined;
    if (!belongs(now, list.query)) {
      if (held) this.#replace(withoutRun(list, held));
      return;
    }
    const arranged = withRun(list, now, held, held ? 0 : addedBy(list, now, before));
    if (held && indexOfRun(arranged, now) === indexOfRun(list, held)) this.#lists.set(list.key, arranged);
    else this.#replace(arranged);
  }

  #replace(list: RunList): void {
    this.#lists.set(list.key, list);
    this.#changedLists.add(list.key);
  }
}

/** How many a run adds to a list's count: none after the part that was read, as it is counted already. */
function addedBy(list: RunList, run: Run, before: Run | undefined): number {
  const isCounted =
    before === undefined && list.isRead && list.hasMore && indexOfRun(withRun(list, run, undefined, 0), run) < 0;
  return isCounted ? 0 : 1;
}

function sameRows(a: RunList, b: RunList): boolean {
  return (
    a.count === b.count &&
    a.hasMore === b.hasMore &&
    a.isRead === b.isRead &&
    a.runs.length === b.runs.length &&
    a.runs.every((run, index) => run.id === b.runs[index]?.id)
  );
}

/** A run, and the moment (a count, not a time) at which its read began. */
interface Entry {
  run: Run;
  moment: number;
}

/** The version that was requested later; a run that has ended never becomes active again. */
function newerVersion(held: Entry, run: Run, moment: number): Run {
  const ended = isTerminal(held.run.status);
  if (ended !== isTerminal(run.status)) return ended ? held.run : run;
  return held.moment > moment || sameJson(held.run, run) ? held.run : run;
}
