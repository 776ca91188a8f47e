import type { Run } from "../../api/schemas.ts";
import { parseTime } from "../../model/isoTime.ts";
import { isoDay } from "../../model/times.ts";
import { type GroupBy, isFiltered, passesLocally, type RunsLayout, type SavedView } from "./filters/runFilter.ts";
import type { RunList } from "./runList.ts";
import { belongs, queryOf, type RunOrder, type RunQuery } from "./runQuery.ts";
import type { RunStore } from "./runStore.ts";
import { countedQuery, displayQuery, statusQuery, type StoreView } from "./storeView.ts";

/**
 * A group of the explorer: the runs of one status, session, user or day (`value`; empty for none), those of a saved
 * view, or those that wait for a person, which are always on top.
 */
export interface GroupRef {
  readonly by: GroupBy | "view" | "waiting";
  readonly value: string;
}

/** The content of a group. */
export interface OutlineGroup extends GroupRef {
  /** In their order on the screen. */
  readonly runs: readonly Run[];
  /** How many runs it has; `atLeast` when unread pages may contain more. */
  readonly count: number;
  readonly atLeast: boolean;
  /** Its own list; absent for a part of the list of all runs. */
  readonly list?: RunList;
  /** Whether its list wasn't read yet, so that it shows runs that are known from elsewhere. */
  readonly isPreview: boolean;
}

/** The part of a layout that the store keeps up to date. */
export function storeView({ filter, groupBy, sortBy }: RunsLayout): StoreView {
  return { filter, order: orderOf(sortBy), byStatus: groupBy === "status" };
}

/** The groups of a layout, from the store's data at one moment. Makes no request. */
export class RunsOutline {
  readonly #store: RunStore;
  readonly #layout: RunsLayout;
  readonly #views: readonly SavedView[];
  readonly #now: number;
  readonly #made = new Map<string, OutlineGroup | undefined>();
  #parts: Map<string, Run[]> | undefined;

  /** @param now milliseconds since the epoch */
  constructor(store: RunStore, layout: RunsLayout, views: readonly SavedView[], now: number) {
    this.#store = store;
    this.#layout = layout;
    this.#views = views;
    this.#now = now;
  }

  /** The groups that aren't empty, those that wait for a person first. */
  groups(): OutlineGroup[] {
    const waiting = this.#layout.groupBy === "status" ? [] : [this.group({ by: "waiting", value: "" })];
    return [...waiting, ...this.#ownGroups()].filter((group) => group !== undefined);
  }

  /** Saved views, then batches. */
  get viewIds(): string[] {
    return this.#views.map(({ id }) => id);
  }

  run(id: string): Run | undefined {
    return this.#store.get(id);
  }

  group(ref: GroupRef): OutlineGroup | undefined {
    const key = `${ref.by}:${ref.value}`;
    if (!this.#made.has(key)) this.#made.set(key, this.#make(ref));
    return this.#made.get(key);
  }

  #make(ref: GroupRef): OutlineGroup | undefined {
    if (ref.by === "waiting") return this.#waiting(ref);
    const query = this.query(ref);
    if (ref.by === "status" || ref.by === "view") return query && this.#listed(ref, this.#store.list(query));
    const runs = this.#allParts().get(ref.value) ?? [];
    const own = query && this.#store.list(query);
    return own?.isRead ? this.#listed(ref, own) : this.#part(ref, runs, own);
  }

  /** The known runs of this kind that match the filter's local fields. */
  #waiting(ref: GroupRef): OutlineGroup | undefined {
    const { filter } = this.#layout;
    const list = this.#store.list(countedQuery("awaiting_input"));
    const runs = this.#shown(
      ref,
      list.runs.filter((run) => belongs(run, queryOf(filter, "newest"))),
    );
    return runs.length === 0
      ? undefined
      : { ...ref, runs, count: runs.length, atLeast: list.hasMore, isPreview: false };
  }

  /** The list of all runs, which is divided into groups; absent where each group has its own list. */
  get wholeList(): RunList | undefined {
    return this.#layout.groupBy === "status" ? undefined : this.#store.list(displayQuery(storeView(this.#layout)));
  }

  /** The query for a group's own list. */
  query({ by, value }: GroupRef): RunQuery | undefined {
    const { filter, sortBy } = this.#layout;
    const order = orderOf(sortBy);
    switch (by) {
      case "status":
        return statusQuery(storeView(this.#layout), value);
      case "user":
        return value === "" ? undefined : queryOf({ ...filter, userId: value }, mixedOrder(order));
      case "session":
        return value === "" ? undefined : queryOf({ ...filter, sessionId: value }, "oldest");
      case "day":
      case "waiting":
        return undefined;
      case "view": {
        const view = this.#views.find(({ id }) => id === value);
        if (view?.batch) return { statuses: [], within: view.batch.runs, order: mixedOrder(order) };
        return view && queryOf(view.filter, mixedOrder(order));
      }
    }
  }

  #ownGroups(): (OutlineGroup | undefined)[] {
    const { groupBy } = this.#layout;
    if (groupBy !== "status") return [...this.#allParts().keys()].map((value) => this.group({ by: groupBy, value }));
    return this.#store.statusLists
      .map((list) => this.#listed({ by: "status", value: list.query.statuses[0] ?? "" }, list))
      .filter((group) => group.count > 0 || group.atLeast || group.list?.error);
  }

  #listed(ref: GroupRef, list: RunList): OutlineGroup {
    const runs = this.#shown(ref, list.runs);
    const isLocal = this.#isLocal(ref);
    const atLeast = isLocal && list.hasMore && !this.#isPastAge(ref, list);
    const isPreview = !list.isRead;
    // The size of a set is known without reading its runs.
    const isGuess = isPreview && !list.query.within;
    return { ...ref, runs, count: isLocal ? runs.length : list.count, atLeast: atLeast || isGuess, list, isPreview };
  }

  #part(ref: GroupRef, all: readonly Run[], list: RunList | undefined): OutlineGroup {
    const whole = this.wholeList;
    const isLastDay = ref.by !== "day" || [...this.#allParts().keys()].at(-1) === ref.value;
    const runs = this.#shown(ref, all);
    const atLeast = !!whole?.hasMore && isLastDay && !this.#isPastAge(ref, whole);
    return { ...ref, runs, count: runs.length, atLeast, isPreview: list !== undefined, ...(list ? { list } : {}) };
  }

  /** The list of all runs, divided into groups, in the order in which they first appear. */
  #allParts(): Map<string, Run[]> {
    if (this.#parts) return this.#parts;
    const { filter, groupBy } = this.#layout;
    const parts = new Map<string, Run[]>();
    for (const run of this.wholeList?.runs ?? []) {
      if (!passesLocally(run, filter, this.#now, this.#store.titlePath)) continue;
      const value = partOf(run, groupBy);
      const part = parts.get(value);
      if (part) part.push(run);
      else parts.set(value, [run]);
    }
    this.#parts = parts;
    return parts;
  }

  #shown(ref: GroupRef, runs: readonly Run[]): readonly Run[] {
    const filter = this.#filterOf(ref);
    const passing = this.#isLocal(ref)
      ? runs.filter((run) => passesLocally(run, filter, this.#now, this.#store.titlePath))
      : runs;
    const { sortBy } = this.#layout;
    if (ref.by === "session" && ref.value !== "") return passing.toSorted((a, b) => startOf(a) - startOf(b));
    if (sortBy === "duration") return passing.toSorted((a, b) => this.#duration(b) - this.#duration(a));
    if (sortBy === "ended" && ref.by !== "status") return passing.toSorted((a, b) => endOf(b) - endOf(a));
    return passing;
  }

  #duration(run: Run): number {
    return Math.min(endOf(run), this.#now) - Math.min(startOf(run), this.#now);
  }

  #filterOf({ by, value }: GroupRef): RunsLayout["filter"] {
    return by === "view" ? (this.#views.find(({ id }) => id === value)?.filter ?? {}) : this.#layout.filter;
  }

  /** Whether the group leaves out runs that the app counts. */
  #isLocal(ref: GroupRef): boolean {
    const { text, maxAge } = this.#filterOf(ref);
    return isFiltered({ ...(text ? { text } : {}), ...(maxAge === undefined ? {} : { maxAge }) });
  }

  /** Whether all unread runs of a list are too old. */
  #isPastAge(ref: GroupRef, { runs, query }: RunList): boolean {
    const { maxAge } = this.#filterOf(ref);
    const last = runs.at(-1);
    return maxAge !== undefined && query.order === "newest" && last !== undefined && this.#now - startOf(last) > maxAge;
  }
}

function orderOf(sortBy: RunsLayout["sortBy"]): RunOrder {
  return sortBy === "duration" ? "newest" : sortBy;
}

/** The app can't sort by end while some runs are active, so only the loaded ones are sorted. */
function mixedOrder(order: RunOrder): RunOrder {
  return order === "ended" ? "newest" : order;
}

function partOf(run: Run, groupBy: GroupBy): string {
  switch (groupBy) {
    case "status":
      return run.status;
    case "user":
      return run.user_id ?? "";
    case "session":
      return run.session_id ?? "";
    case "day": {
      const started = parseTime(run.started_at);
      return started === undefined ? "" : isoDay(new Date(started));
    }
  }
}

function startOf(run: Run): number {
  return parseTime(run.started_at) ?? Infinity;
}

function endOf(run: Run): number {
  return parseTime(run.ended_at) ?? Infinity;
}
