import type { RunsApi } from "../../api/contract.ts";
import type { RunEvent } from "../../api/schemas.ts";
import type { SequenceGap } from "../../api/stream/eventSequence.ts";

const pageSize = 200;
/** So many pages are under way at once: one at a time, a long run would take its number of pages in round trips. */
const pagesAhead = 4;
/** A gap is looked for on this many pages at most. */
const gapPages = 20;

/** The stored events of a run, page by page, from the page on which event number `skip` + 1 stands. */
export async function* storedEvents(
  api: RunsApi,
  id: string,
  skip: number,
  signal: AbortSignal,
): AsyncGenerator<RunEvent[], void, undefined> {
  const read = (page: number) => {
    const reading = api.listEvents(id, { page, page_size: pageSize }, { signal });
    // One that fails while nobody waits for it yet, or any more, tells whoever comes to it.
    reading.catch(() => undefined);
    return reading;
  };
  const asked: ReturnType<typeof read>[] = [];
  let next = Math.floor(skip / pageSize) + 1;
  let last = next;
  while (next <= last || asked.length > 0) {
    // The first page is waited for alone: only it tells how many there are.
    while (next <= last && asked.length < pagesAhead) asked.push(read(next++));
    const { data, pagination } = await asked.shift()!;
    last = data.length === 0 ? 0 : pagination.page_count;
    if (data.length > 0) yield data;
  }
}

/** The stored events of a gap: all of them, some, or none. @throws ApiError */
export async function eventsInGap(
  api: RunsApi,
  id: string,
  { from, to }: SequenceGap,
  signal: AbortSignal,
): Promise<RunEvent[]> {
  const found: RunEvent[] = [];
  // Sequences rise by one at least, so event `from` is not behind this page.
  let page = Math.floor((Math.max(from, 1) - 1) / pageSize) + 1;
  let forward = page === 1;
  for (let asked = 0; asked < gapPages; asked++) {
    const { data, pagination } = await api.listEvents(id, { page, page_size: pageSize }, { signal });
    const first = data[0];
    if (!forward && page > 1 && (first === undefined || first.sequence > from)) {
      page--;
      continue;
    }
    forward = true;
    found.push(...data.filter(({ sequence }) => sequence >= from && sequence <= to));
    if ((data.at(-1)?.sequence ?? Infinity) >= to || page >= pagination.page_count) break;
    page++;
  }
  return found;
}

/**
 * One stored event; `undefined` when it is not stored. It is asked for alone: the events around it may have many
 * megabytes.
 *
 * @param before how many events are known to come before it
 * @throws ApiError
 */
export async function storedEvent(
  api: RunsApi,
  id: string,
  sequence: number,
  before: number,
  signal: AbortSignal,
): Promise<RunEvent | undefined> {
  const { data } = await api.listEvents(id, { page: before + 1, page_size: 1 }, { signal });
  if (data[0]?.sequence === sequence) return data[0];
  const page = await storedPage(api, id, sequence, before, signal);
  return page.find((event) => event.sequence === sequence);
}

/**
 * The page of stored events on which a sequence stands or would stand; empty when nothing is stored there.
 *
 * @param before how many events are known to come before it: where to begin
 * @throws ApiError
 */
export async function storedPage(
  api: RunsApi,
  id: string,
  sequence: number,
  before: number,
  signal: AbortSignal,
): Promise<RunEvent[]> {
  let page = Math.floor(before / pageSize) + 1;
  let way = 0;
  for (let asked = 0; ; asked++) {
    const { data, pagination } = await api.listEvents(id, { page, page_size: pageSize }, { signal });
    const below = (data[0]?.sequence ?? Infinity) > sequence && page > 1;
    const above = (data.at(-1)?.sequence ?? Infinity) < sequence && page < pagination.page_count;
    const next = below ? -1 : above ? 1 : 0;
    // Between two pages: neither has it.
    if (next === 0 || next === -way || asked === gapPages) return data;
    way = next;
    page += next;
  }
}
