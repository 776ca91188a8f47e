import type { Run } from "../../api/schemas.ts";
import type { KnownRuns } from "./knownRuns.ts";
import { joins, type ListPage, reachesFront } from "./runList.ts";
import { compareRuns, queryParameters, type RunQuery } from "./runQuery.ts";
import { readSet, type ReadContext } from "./setReads.ts";

/** The most runs in one request. */
export const largestPage = 200;

export interface ReadPage extends ListPage {
  moment: number;
}

/** @param page from 1 @throws ApiError */
export async function readPage(context: ReadContext, query: RunQuery, page: number, size: number): Promise<ReadPage> {
  const moment = context.nextMoment();
  const answer = await context.api.listRuns(
    { ...queryParameters(query), page, page_size: size },
    { signal: context.signal },
  );
  const { length } = answer.data;
  const offset = (page - 1) * size;
  // A page that isn't full is the last one, whatever the total says.
  const isLast = length < size && (length > 0 || page === 1);
  const total = isLast ? offset + length : answer.pagination.total_count;
  return { runs: answer.data, offset, end: offset + length, total, moment };
}

/** Reads a list from its start; one large page if many were added. A list that it doesn't reach starts anew. */
export async function readStart(context: ReadContext, query: RunQuery, size = context.pageSize): Promise<ReadPage> {
  let page = await readPage(context, query, 1, size);
  const isApart = (): boolean => hasGap(context.knownRuns, query, page);
  if (isApart() && size < largestPage) page = await readPage(context, query, 1, largestPage);
  if (context.signal.aborted) return page;
  if (isApart()) context.knownRuns.doubt(query);
  context.knownRuns.addPage(query, page, page.moment);
  return page;
}

/** Whether there may be unread runs between a first page and the known ones. */
export function hasGap(knownRuns: KnownRuns, query: RunQuery, page: ListPage): boolean {
  const list = knownRuns.list(query);
  return !!list?.isRead && list.runs.length > 0 && page.end < page.total && !reachesFront(list, page);
}

/** So often the search for known runs turns around: runs may be removed between two of its requests. */
const mostTurns = 2;

/**
 * Reads on from the last known run: a page that contains it has missed none. Otherwise it is looked for in the
 * direction in which the pages have moved.
 */
export async function readOn(context: ReadContext, query: RunQuery): Promise<void> {
  const { knownRuns, signal } = context;
  if (query.within) return readSet(context, query, query.within);
  const last = knownRuns.open(query).runs.at(-1);
  if (!knownRuns.open(query).isRead || !last) return void (await readStart(context, query));
  let target = knownRuns.open(query).runs.length - 1;
  let direction = 0;
  let turns = 0;
  for (;;) {
    const { page: number, size } = window(target, context.pageSize);
    const page = await readPage(context, query, number, size);
    if (signal.aborted) return;
    if (joins(knownRuns.open(query), page)) {
      knownRuns.addPage(query, page, page.moment);
      if (knownRuns.open(query).runs.at(-1)?.id !== last.id || page.end >= page.total) return;
      direction = 1;
    } else {
      const turn = sideOf(page, last, query);
      // No known run is where the list ended, unless it has just moved there.
      if (turn === -direction) turns++;
      if (turns > mostTurns || (turn < 0 && page.offset === 0)) return void (await readStart(context, query));
      direction = turn;
    }
    target = direction > 0 ? page.end - 1 : Math.min(page.offset, page.total) - 1;
    if (target < 0 || (direction > 0 && page.end >= page.total)) return void (await readStart(context, query));
  }
}

/** Where to look for the known runs, from a page without them: 1 after it, -1 before it. */
function sideOf({ runs }: ListPage, held: Run, { order }: RunQuery): number {
  const last = runs.at(-1);
  return last && compareRuns(order)(last, held) < 0 ? 1 : -1;
}

/**
 * The page that begins at this offset or shortly before it: the API cuts at multiples of the size. Where 25 runs are
 * wanted, it repeats 3 on average and brings at least 17 new ones; pages of 25 repeat 13, and may bring none.
 */
export function window(offset: number, wanted: number): { page: number; size: number } {
  let best = { size: largestPage, cost: Infinity };
  for (let size = Math.ceil(wanted * 0.8); size <= Math.min(largestPage, wanted * 2); size++) {
    const repeated = offset % size;
    const fresh = size - 1 - repeated;
    const cost = fresh > 0 ? repeated + Math.abs(fresh - wanted) : Infinity;
    if (cost < best.cost) best = { size, cost };
  }
  return { page: Math.floor(offset / best.size) + 1, size: best.size };
}
