import type { Run } from "#api/schemas.ts";
import type { KnownRuns } from "./knownRuns.ts";
import { lastKnown, type ListPage, reachesFront } from "./runList.ts";
import { compareRuns, queryParameters, type RunQuery } from "./runQuery.ts";
import { readSet, type ReadContext } from "./setReads.ts";

/** The most runs in one request. */
export const maxPageSize = 200;

export interface ReadPage extends ListPage {
  moment: number;
}

/** @param page from 1 @throws ApiError */
export async function readPage(context: ReadContext, query: RunQuery, page: number, size: number): Promise<ReadPage> {
  const moment = context.nextMoment();
  const { api, signal, retries } = context;
  const parameters = { ...queryParameters(query), page, page_size: size };
  const answer = await retries.during((onRetry) => api.listRuns(parameters, { signal, onRetry }));
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
  if (isApart() && size < maxPageSize) page = await readPage(context, query, 1, maxPageSize);
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

/** How often the search for known runs turns around: runs may be removed between two of its requests. */
const maxTurns = 2;

/**
 * Reads on from the last known run: a page that contains it has missed none. Otherwise it is looked for in the
 * direction in which the pages have moved.
 *
 * @param wanted how many new runs it brings, as far as one request can bring them
 */
export async function readOn(context: ReadContext, query: RunQuery, wanted = context.pageSize): Promise<void> {
  const { knownRuns, signal } = context;
  if (query.within) return readSet(context, query, query.within);
  const last = knownRuns.open(query).runs.at(-1);
  if (!knownRuns.open(query).isRead || !last) return void (await readStart(context, query));
  let target = knownRuns.open(query).runs.length - 1;
  let missing = window(target, wanted).fresh;
  let direction = 0;
  let turns = 0;
  for (;;) {
    const { page: number, size } = window(target, missing);
    const page = await readPage(context, query, number, size);
    if (signal.aborted) return;
    const joint = lastKnown(knownRuns.open(query), page);
    if (joint >= 0) {
      const part = firstOf(page, joint + 1 + missing);
      missing -= part.runs.length - joint - 1;
      knownRuns.addPage(query, part, page.moment);
      if (missing <= 0 || part.end >= part.total) return;
      direction = 1;
    } else {
      const turn = sideOf(page, last, query);
      // No known run is where the list ended, unless it has just moved there.
      if (turn === -direction) turns++;
      if (turns > maxTurns || (turn < 0 && page.offset === 0)) return void (await readStart(context, query));
      direction = turn;
    }
    target = direction > 0 ? page.end - 1 : Math.min(page.offset, page.total) - 1;
    if (target < 0 || (direction > 0 && page.end >= page.total)) return void (await readStart(context, query));
  }
}

/** The beginning of a page. */
function firstOf(page: ReadPage, count: number): ReadPage {
  const runs = page.runs.slice(0, count);
  return { ...page, runs, end: page.offset + runs.length };
}

/** The direction of the known runs, from a page without them: 1 after it, -1 before it. */
function sideOf({ runs }: ListPage, held: Run, { order }: RunQuery): number {
  const last = runs.at(-1);
  return last && compareRuns(order)(last, held) < 0 ? 1 : -1;
}

/**
 * The smallest page that has the run at this offset and as many after it as are wanted, or the most: the API cuts at
 * multiples of the size. For 25 new runs it has 32 on average.
 */
export function window(offset: number, wanted: number): { page: number; size: number; fresh: number } {
  let best = { size: 1, fresh: 0 };
  for (let size = 2; size <= maxPageSize && best.fresh < wanted; size++) {
    const newCount = Math.min(wanted, size - 1 - (offset % size));
    if (newCount > best.fresh) best = { size, fresh: newCount };
  }
  return { ...best, page: Math.floor(offset / best.size) + 1 };
}
