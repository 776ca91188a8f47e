import type { ApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { lowerBound } from "#base/lowerBound.ts";
import type { Retry } from "./retries.ts";
import { compareRuns, orderTime, queryKey, type RunQuery } from "./runQuery.ts";

/** The runs of a query as far as they were read, without a gap. Every change makes a new object. */
export interface RunList {
  readonly key: string;
  readonly query: RunQuery;
  /** The runs in the query's order. */
  readonly runs: readonly Run[];
  /** How many the app has, as far as we know; never fewer than `runs`. */
  readonly count: number;
  readonly hasMore: boolean;
  /** Whether its first page was read. Before that it contains runs that are known from elsewhere, with gaps. */
  readonly isRead: boolean;
  /** Of a list of several apps: whether at least one of them has responded. */
  readonly isReadInPart?: boolean;
  /** The first run with a time on its first page. Runs before it were added later, perhaps with gaps. */
  readonly front?: Run;
  /** Whether it is being read. */
  readonly loading: boolean;
  /** Why the last read failed. */
  readonly error?: ApiError;
  /** When it failed, in milliseconds since the epoch. */
  readonly errorAt?: number;
  /** Why its read is repeated, and when. */
  readonly retry?: Retry | undefined;
}

/** A page of a list. Its runs all belong to the list. Other runs in the response are neither in it nor in `total`. */
export interface ListPage {
  runs: readonly Run[];
  /** The start of the page in the app's list, from 0. */
  offset: number;
  /** The end of the page in the app's list: the offset of the next page. */
  end: number;
  total: number;
}

/** @param known in the order in which they became known, of one page the oldest first */
export function newList(query: RunQuery, known: readonly Run[]): RunList {
  const inOrder = query.order === "oldest" ? [...known] : known.toReversed();
  const runs = inOrder.sort(compareRuns(query.order));
  const count = query.within?.ids.size ?? runs.length;
  return { key: queryKey(query), query, runs, count, hasMore: runs.length < count, isRead: false, loading: false };
}

/** Puts a run, or another version of it, where it belongs. @param before the version in the list, if any */
export function withRun(list: RunList, run: Run, before: Run | undefined, added: number): RunList {
  const runs = [...list.runs];
  const held = before ? indexOfRun(list, before) : -1;
  if (held >= 0) runs.splice(held, 1);
  const stays = before !== undefined && held >= 0 && compareRuns(list.query.order)(before, run) === 0;
  const index = stays ? held : insertionPoint(runs, run, list);
  const last = runs.at(-1);
  const isBefore = last !== undefined && compareRuns(list.query.order)(run, last) < 0;
  // A run after the last one that was read, or perhaps after it, arrives with its own page.
  const isUnread = held < 0 && list.isRead && list.hasMore && !isBefore && !list.query.within;
  if (!isUnread) runs.splice(index, 0, run);
  return counted(list, runs, list.count + added);
}

export function withoutRun(list: RunList, run: Run): RunList {
  const index = indexOfRun(list, run);
  if (index >= 0) return counted(list, list.runs.toSpliced(index, 1), list.count - 1);
  return list.hasMore ? counted(list, list.runs, list.count - 1) : list;
}

/** The index of a run in a list, by the version in the list; -1 without one. */
export function indexOfRun(list: RunList, run: Run): number {
  const { runs, query } = list;
  const compare = compareRuns(query.order);
  const first = lowerBound(runs, (each) => compare(each, run) < 0);
  for (let index = first; index < runs.length && compare(runs[index]!, run) === 0; index++)
    if (runs[index]!.id === run.id) return index;
  return -1;
}

/**
 * Adds a page that joins the known runs; what it lacks has left the list. @param before the runs before those of the
 * page came, for runs of one time @param isNewer than the page
 */
export function withPage(
  list: RunList,
  page: ListPage,
  before: readonly Run[],
  isNewer: (id: string) => boolean,
): RunList {
  const listed = new Set(page.runs.map(({ id }) => id));
  let newer = 0;
  const stays = (run: Run): boolean => {
    if (listed.has(run.id)) return false;
    if (!isInside(run, page, list)) return list.isRead;
    if (!isNewer(run.id)) return false;
    newer++;
    return true;
  };
  const kept = list.runs.filter(stays);
  const joint = before.findIndex(({ id }) => listed.has(id));
  const earlier = new Set(
    (joint < 0 && page.offset > 0 ? before : before.slice(0, Math.max(joint, 0))).map(({ id }) => id),
  );
  const [first, last] = [kept.filter(({ id }) => earlier.has(id)), kept.filter(({ id }) => !earlier.has(id))];
  const runs = [...first, ...page.runs, ...last].sort(compareRuns(list.query.order));
  const count = page.end >= page.total ? runs.length : page.total + newer;
  const front =
    page.offset === 0 ? page.runs.find((run) => orderTime(run, list.query.order) !== undefined) : list.front;
  return { ...counted(list, runs, count), isRead: true, front };
}

/** The last known run of a page, by its index there: with one, there is no gap. -1 without one. */
export function lastKnown(list: RunList, page: ListPage): number {
  const held = new Set(list.runs.map(({ id }) => id));
  return page.runs.findLastIndex(({ id }) => held.has(id));
}

/** Whether a first page reaches the part of the list that has no gaps. Not every known run proves that. */
export function reachesFront({ runs, front, query }: RunList, page: ListPage): boolean {
  const held = new Set(runs.map(({ id }) => id));
  const sign = query.order === "oldest" ? 1 : -1;
  const end = front && orderTime(front, query.order);
  return page.runs.some((run) => {
    if (!held.has(run.id) || end === undefined) return held.has(run.id);
    return run.id === front?.id || ((orderTime(run, query.order) ?? Infinity) - end) * sign > 0;
  });
}

/** Whether the page must contain this run if the app has it. Equal times prove nothing. */
function isInside(run: Run, { runs, offset, end, total }: ListPage, { query }: RunList): boolean {
  const isLast = end >= total;
  const [first, last] = [runs[0], runs.at(-1)];
  if (offset === 0 && isLast) return true;
  const time = orderTime(run, query.order);
  if (time === undefined || !first || !last) return false;
  const sign = query.order === "oldest" ? 1 : -1;
  const follows = (other: Run): boolean => (time - (orderTime(other, query.order) ?? Infinity)) * sign > 0;
  const precedes = (other: Run): boolean => (time - (orderTime(other, query.order) ?? Infinity)) * sign < 0;
  return (offset === 0 || follows(first)) && (isLast || precedes(last));
}

/** The index for a run that isn't listed yet: of those with its time, it is the newest. */
function insertionPoint(runs: readonly Run[], run: Run, { query: { order } }: RunList): number {
  const compare = compareRuns(order);
  return lowerBound(runs, (each) => (order === "oldest" ? compare(each, run) <= 0 : compare(each, run) < 0));
}

function counted(list: RunList, runs: readonly Run[], total: number): RunList {
  const count = list.query.within?.ids.size ?? total;
  return { ...list, runs, count: Math.max(count, runs.length), hasMore: runs.length < count };
}
