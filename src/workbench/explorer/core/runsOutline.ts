import type { Run } from "#api/schemas.ts";
import { parseTime } from "#model/isoTime.ts";
import { oldestFirst, startOf } from "#model/runOrder.ts";
import { compareStatuses, needsPerson } from "#model/status.ts";
import { isoDay } from "#model/times.ts";
import { type Cause, causesOfRuns } from "#runs/failures/causes.ts";
import { isFiltered, passesLocally } from "#runs/store/runFilter.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunLists } from "#runs/store/runLists.ts";
import { queryOf, type RunOrder, type RunQuery } from "#runs/store/runQuery.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import { countedQuery, displayQuery, statusQuery, type StoreView } from "#runs/store/storeView.ts";
import type { HeldRun, HeldRuns, StableOrder } from "./heldRuns.ts";
import type { GroupBy, RunsLayout } from "./runsLayout.ts";

/** The runs of a status, session, user, day or cause (`value`), of a saved view, or those that wait for a person. */
export interface GroupRef {
  readonly by: GroupBy | "view" | "waiting";
  readonly value: string;
}

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
  /** What its runs have in common, if they failed for one cause. */
  readonly cause?: Cause;
  /** Whether the view has a filter that doesn't apply to it. */
  readonly isUnfiltered?: boolean;
  /** The runs that have left it, and whose rows stay for a while. `count` leaves them out. */
  readonly held?: readonly HeldRun[];
}

/** What an outline keeps of what is shown. */
interface ShownOrder {
  /** Which causes come first. */
  isNewCause?: (cause: Cause) => boolean;
  /** The runs whose rows stay where they are. */
  held?: HeldRuns;
  /** The order in which the waiting runs were shown. */
  waitingOrder?: StableOrder;
  /** When a run asked, in milliseconds since the epoch; `undefined` until it is known. */
  asked?: (run: Run) => number | undefined;
}

/** Among causes, the group of runs that golden tests, batches, forks and agents started. */
export const machinesGroup = "machines";
/** The group of failed runs without a cause, as the app only mocked their failures. */
export const mockedGroup = "mocked";

export function groupKey({ by, value }: GroupRef): string {
  return `${by}:${value}`;
}

/** The part of a layout that the store keeps up to date. */
export function storeView({ filter, groupBy, sortBy }: RunsLayout): StoreView {
  return { filter, order: orderOf(sortBy), byStatus: groupBy === "status" || groupBy === "cause" };
}

/** The groups of a layout, from the store's data at one moment. Makes no request. */
export class RunsOutline {
  readonly #store: Pick<RunLists, "get" | "list" | "origins" | "statusLists">;
  readonly #layout: RunsLayout;
  readonly #views: readonly SavedView[];
  readonly #now: number;
  readonly #made = new Map<string, OutlineGroup | undefined>();
  readonly #order: ShownOrder;
  #parts: Map<string, Run[]> | undefined;
  #causes: Map<string, Cause> | undefined;

  /** @param now milliseconds since the epoch */
  constructor(
    store: Pick<RunLists, "get" | "list" | "origins" | "statusLists">,
    layout: RunsLayout,
    views: readonly SavedView[],
    now: number,
    order: ShownOrder = {},
  ) {
    this.#order = order;
    this.#store = store;
    this.#layout = layout;
    this.#views = views;
    this.#now = now;
  }

  /** The groups that aren't empty. Those that wait for a person come first, and no filter hides them. */
  groups(): OutlineGroup[] {
    const waiting = this.#layout.groupBy === "status" ? [] : [this.group({ by: "waiting", value: "" })];
    return [...waiting, ...this.#ownGroups()].filter((group) => group !== undefined);
  }

  /** Saved views, then batches. */
  get viewIds(): string[] {
    return this.#views.map(({ id }) => id);
  }

  /** The causes of the failed runs, if the runs are grouped by them. */
  get causes(): Cause[] | undefined {
    return this.#layout.groupBy === "cause" && this.#allParts() ? [...(this.#causes?.values() ?? [])] : undefined;
  }

  /** The run of a row: as the app has it, or as it was when a person acted on it. */
  run(id: string): Run | undefined {
    const current = this.#store.get(id);
    const held = this.held(id);
    return held ? this.#order.held?.shown(held, current) : current;
  }

  /** What was done with a run, for which its row stays; absent if it has asked again since. */
  held(id: string): HeldRun | undefined {
    const held = this.#order.held?.get(id);
    return held && !this.#order.held?.asksAgain(held, this.#inItsList(id)) ? held : undefined;
  }

  /** A run, if the list of its status has it: one that left the list may be known only as it was before. */
  #inItsList(id: string): Run | undefined {
    const run = this.#store.get(id);
    return run && this.#store.list(countedQuery(run.status)).runs.some((each) => each.id === id) ? run : undefined;
  }

  group(ref: GroupRef): OutlineGroup | undefined {
    const key = groupKey(ref);
    if (!this.#made.has(key)) {
      const group = this.#withHeld(ref, this.#make(ref));
      const isWhole = isWaitingGroup(ref) && isFiltered(this.#layout.filter);
      this.#made.set(key, group && isWhole ? { ...group, isUnfiltered: true } : group);
    }
    return this.#made.get(key);
  }

  /** The index of a run's row in each group that it may leave, so that its row can be held there. */
  rowIndexesOf(runId: string): Map<string, number> {
    const views = this.#views.map(({ id }): GroupRef => ({ by: "view", value: id }));
    const groups = [...this.groups(), ...views].filter(
      ({ by }) => by === "status" || by === "waiting" || by === "view",
    );
    const rowIndexes = groups.map((ref): [string, number] => [
      groupKey(ref),
      this.group(ref)?.runs.findIndex(({ id }) => id === runId) ?? -1,
    ]);
    return new Map(rowIndexes.filter(([, index]) => index >= 0));
  }

  /** Held runs stay at their places, and come to no other status, and to its count, before they are released. */
  #withHeld(ref: GroupRef, group: OutlineGroup | undefined): OutlineGroup | undefined {
    if (!this.#order.held || this.#order.held.isEmpty) return group;
    const held = this.#order.held.in(groupKey(ref));
    const isOtherStatus = (key: string): boolean => key.startsWith("status:") && key !== groupKey(ref);
    const isElsewhere = ({ id }: Run): boolean =>
      ref.by === "status" && [...(this.held(id)?.rowIndexes.keys() ?? [])].some(isOtherStatus);
    const all = group?.runs ?? [];
    const runs = all.filter((run) => !isElsewhere(run) && !held.some((each) => each.run.id === run.id));
    if (held.length === 0 && runs.length === all.length) return group;
    const elsewhere = all.filter(isElsewhere).length;
    for (const { run, rowIndexes } of held) runs.splice(rowIndexes.get(groupKey(ref)) ?? 0, 0, this.run(run.id) ?? run);
    const left = held.filter((each) => !all.some(({ id }) => id === each.run.id));
    const { count, ...rest } = group ?? { ...ref, count: 0, atLeast: false, isPreview: false };
    return { ...rest, count: Math.max(0, count - elsewhere), runs, held: left };
  }

  #make(ref: GroupRef): OutlineGroup | undefined {
    if (ref.by === "waiting") return this.#waiting(ref);
    const query = this.query(ref);
    if (ref.by === "status" || ref.by === "view") return query && this.#listed(ref, this.#store.list(query));
    const runs = this.#allParts().get(ref.value) ?? [];
    const cause = this.#causes?.get(ref.value);
    if (cause) return { ...this.#part(ref, runs, undefined), cause };
    const own = query && this.#store.list(query);
    return own?.isRead ? this.#listed(ref, own) : this.#part(ref, runs, own);
  }

  /** All known runs that wait for a person. */
  #waiting(ref: GroupRef): OutlineGroup | undefined {
    const list = this.#store.list(countedQuery("awaiting_input"));
    const runs = this.#inOrder(ref, list);
    return runs.length === 0
      ? undefined
      : { ...ref, runs, count: runs.length, atLeast: list.hasMore, isPreview: false };
  }

  /**
   * Waiting runs are sorted by their questions, as their ages are. New ones go to the end, once the list was read, and so
   * do those of an app that is read after another one.
   */
  #inOrder(ref: GroupRef, list: RunList): readonly Run[] {
    const runs = this.#shown(ref, list.runs);
    const { waitingOrder, asked = () => undefined } = this.#order;
    if (!isWaitingGroup(ref) || !(list.isRead || list.isReadInPart) || !waitingOrder) return runs;
    const { sortBy } = this.#layout;
    return waitingOrder.arrange(runs, asked, sortBy === "duration" ? undefined : sortBy === "oldest");
  }

  /** The list of all, or all failed, runs, which is divided into groups; absent where each group has its own list. */
  get wholeList(): RunList | undefined {
    const { groupBy } = this.#layout;
    if (groupBy === "status") return undefined;
    const view = storeView(this.#layout);
    return this.#store.list(groupBy === "cause" ? statusQuery(view, "failed") : displayQuery(view));
  }

  query({ by, value }: GroupRef): RunQuery | undefined {
    const { filter, sortBy } = this.#layout;
    const order = orderOf(sortBy);
    switch (by) {
      case "status":
        if (needsPerson(value) && isFiltered(filter)) return countedQuery(value);
        return statusQuery(storeView(this.#layout), value);
      case "user":
        return value === "" ? undefined : queryOf({ ...filter, userId: value }, mixedOrder(order));
      case "session":
        return value === "" ? undefined : queryOf({ ...filter, sessionId: value }, "oldest");
      case "day":
      case "cause":
      case "waiting":
        return undefined;
      case "view": {
        const view = this.#views.find(({ id }) => id === value);
        if (view?.batch) return { statuses: [], within: view.batch.runs, order: mixedOrder(order) };
        // What a search finds isn't a list of the app, nor are the runs of some connections one of all.
        return view && !view.isSearch && !view.filter.connections ? queryOf(view.filter, mixedOrder(order)) : undefined;
      }
    }
  }

  #ownGroups(): (OutlineGroup | undefined)[] {
    const { groupBy } = this.#layout;
    if (groupBy !== "status") return [...this.#allParts().keys()].map((value) => this.group({ by: groupBy, value }));
    const listed = this.#store.statusLists.map(({ query }) => query.statuses[0] ?? "");
    const held = (this.#order.held?.groups ?? []).flatMap((key) => (key.startsWith("status:") ? [key.slice(7)] : []));
    return [...new Set([...this.#unfiltered(), ...listed, ...held])]
      .sort(compareStatuses)
      .map((value) => this.group({ by: "status", value }))
      .filter((group) => group && (group.count > 0 || group.atLeast || group.list?.error || group.held?.length));
  }

  /** The statuses that a filter doesn't hide. */
  #unfiltered(): string[] {
    const waiting = countedQuery("awaiting_input");
    return isFiltered(this.#layout.filter) && this.#store.list(waiting).count > 0 ? waiting.statuses.slice() : [];
  }

  #listed(ref: GroupRef, list: RunList): OutlineGroup {
    const runs = this.#inOrder(ref, list);
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
    return { ...ref, runs, count: runs.length, atLeast, isPreview: list !== undefined, list };
  }

  /** The list of all runs, divided into groups, in the order in which they first appear. */
  #allParts(): Map<string, Run[]> {
    if (this.#parts) return this.#parts;
    const { filter, groupBy } = this.#layout;
    const passing = (this.wholeList?.runs ?? []).filter((run) => passesLocally(run, filter, this.#now));
    if (groupBy === "cause") return (this.#parts = this.#partsByCause(passing));
    const parts = new Map<string, Run[]>();
    for (const run of passing) {
      const value = partOf(run, groupBy);
      const part = parts.get(value);
      if (part) part.push(run);
      else parts.set(value, [run]);
    }
    this.#parts = parts;
    return parts;
  }

  /** New causes first, then those with most runs. Mocked failures and what isn't the app's own traffic come last. */
  #partsByCause(runs: readonly Run[]): Map<string, Run[]> {
    const { isNewCause: isNew = () => false } = this.#order;
    const originOf = this.#store.origins();
    const ofMachines = runs.filter(({ id }) => originOf(id) !== undefined);
    const all = causesOfRuns(runs.filter(({ id }) => originOf(id) === undefined));
    const ordered = [...all.filter(isNew), ...all.filter((cause) => !isNew(cause))];
    const byId = new Map(runs.map((run) => [run.id, run]));
    this.#causes = new Map(ordered.map((cause) => [cause.id, cause]));
    const parts = new Map(ordered.map((cause) => [cause.id, cause.runs.flatMap(({ id }) => byId.get(id) ?? [])]));
    const grouped = new Set(ordered.flatMap((cause) => cause.runs.map(({ id }) => id)));
    const isMocked = ({ id, status }: Run): boolean =>
      status === "failed" && originOf(id) === undefined && !grouped.has(id);
    const mocked = runs.filter(isMocked);
    if (mocked.length > 0) parts.set(mockedGroup, mocked);
    return ofMachines.length === 0 ? parts : parts.set(machinesGroup, ofMachines);
  }

  #shown(ref: GroupRef, runs: readonly Run[]): readonly Run[] {
    const filter = this.#filterOf(ref);
    const passing = this.#isLocal(ref) ? runs.filter((run) => passesLocally(run, filter, this.#now)) : runs;
    const { sortBy } = this.#layout;
    if (ref.by === "session" && ref.value !== "") return sortBy === "oldest" ? passing : oldestFirst(passing);
    if (sortBy === "duration") return passing.toSorted((a, b) => this.#duration(b) - this.#duration(a));
    if (sortBy === "ended" && ref.by !== "status") return passing.toSorted((a, b) => endOf(b) - endOf(a));
    return passing;
  }

  #duration(run: Run): number {
    return Math.min(endOf(run), this.#now) - Math.min(startOf(run), this.#now);
  }

  #filterOf({ by, value }: GroupRef): RunsLayout["filter"] {
    if (isWaitingGroup({ by, value })) return {};
    return by === "view" ? (this.#views.find(({ id }) => id === value)?.filter ?? {}) : this.#layout.filter;
  }

  /** Whether the group leaves out runs that the app counts. */
  #isLocal(ref: GroupRef): boolean {
    return this.#filterOf(ref).maxAge !== undefined;
  }

  /** Whether all unread runs of a list are too old. */
  #isPastAge(ref: GroupRef, { runs, query }: RunList): boolean {
    const { maxAge } = this.#filterOf(ref);
    const last = runs.at(-1);
    return maxAge !== undefined && query.order === "newest" && last !== undefined && this.#now - startOf(last) > maxAge;
  }
}

/** Whether a group has the runs that wait for a person: they are always all shown. */
export function isWaitingGroup({ by, value }: GroupRef): boolean {
  return by === "waiting" || (by === "status" && needsPerson(value));
}

/** The order of the lists that a layout reads. */
function orderOf(sortBy: RunsLayout["sortBy"]): RunOrder {
  return sortBy === "duration" ? "newest" : sortBy;
}

/** The app can't sort by end while some runs are active, so only the loaded ones are sorted. */
function mixedOrder(order: RunOrder): RunOrder {
  return order === "ended" ? "newest" : order;
}

/** The group of a run; empty for none. */
function partOf(run: Run, groupBy: Exclude<GroupBy, "cause">): string {
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

/** Milliseconds since the epoch; a run that has not ended comes last. */
function endOf(run: Run): number {
  return parseTime(run.ended_at) ?? Infinity;
}
