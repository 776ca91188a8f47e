import type { RunsApi } from "#api/contract.ts";
import { ApiError } from "#api/errors.ts";
import type { RunEvent } from "#api/schemas.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { formatCount } from "#model/counts.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import { EventLog, type SequenceGap } from "./eventLog.ts";

/** How many events are requested at once. */
export const pageSize = 200;
/** How many pages are requested at the same time, so that a long run needs no round trip for each. */
const defaultPagesAhead = 4;
/** The most pages that are read to find a gap's events. */
const maxGapPages = 20;
/** The most pages of a run: ten million events. */
const maxPages = 50_000;
/** How many events before and after another are looked at for the same number, which comes again after a resume. */
const maxEventsOfSequence = 20;

/** A run's stored events by page, from number `skip` + 1. @param pagesAhead are requested at the same time */
export async function* storedEvents(
  api: Pick<RunsApi, "listEvents">,
  id: string,
  skip: number,
  signal: AbortSignal,
  pagesAhead = defaultPagesAhead,
): AsyncGenerator<RunEvent[], void, undefined> {
  const read = (page: number) => {
    const reading = api.listEvents(id, { page, page_size: pageSize }, { signal });
    // A page may fail while nobody awaits it. The error is thrown where it is awaited.
    reading.catch(() => undefined);
    return reading;
  };
  const asked: ReturnType<typeof read>[] = [];
  let before: RunEvent[] = [];
  let next = Math.floor(skip / pageSize) + 1;
  let last = next;
  while (next <= last || asked.length > 0) {
    // The first page is awaited alone, because it says how many there are.
    while (next <= last && asked.length < pagesAhead) asked.push(read(next++));
    const { data, pagination } = await asked.shift()!;
    // An app may ignore the number of a page, or promise pages that it doesn't have.
    if (data.length === 0 || sameJson(data, before)) return;
    before = data;
    last = Math.min(pagination.page_count, maxPages);
    yield data;
  }
}

/** The stored events of a gap. @throws ApiError also when the search for them ends before their position */
export async function eventsInGap(
  api: RunsApi,
  id: string,
  { from, to }: SequenceGap,
  signal: AbortSignal,
): Promise<RunEvent[]> {
  const found: RunEvent[] = [];
  // Sequences rise by at least one, so event `from` isn't after this page.
  let page = Math.floor((Math.max(from, 1) - 1) / pageSize) + 1;
  let forward = page === 1;
  for (let asked = 0; asked < maxGapPages; asked++) {
    const { data, pagination } = await api.listEvents(id, { page, page_size: pageSize }, { signal });
    const first = data[0];
    if (!forward && page > 1 && (first === undefined || first.sequence > from)) {
      page = Math.max(1, Math.min(page - 1, pagination.page_count));
      continue;
    }
    forward = true;
    found.push(...data.filter(({ sequence }) => sequence >= from && sequence <= to));
    if ((data.at(-1)?.sequence ?? Infinity) >= to || page >= pagination.page_count) return found;
    page++;
  }
  if (found.length === 0) throw tooFar();
  return found;
}

function tooFar(): ApiError {
  const message = `None of the missing events is among the ${formatCount(maxGapPages * pageSize)} stored events that were searched.`;
  return new ApiError({ kind: "protocol", message });
}

/** Events in order, each once and at its position as `eventPosition.ts` explains it. */
export function inOrder(events: readonly RunEvent[]): RunEvent[] {
  return new EventLog({ limit: Infinity, weight: Infinity }).add(events);
}

/** One stored event, requested alone: others may have megabytes. @param before how many precede it @throws ApiError */
export async function storedEvent(
  api: RunsApi,
  id: string,
  position: number,
  before: number,
  signal: AbortSignal,
): Promise<RunEvent | undefined> {
  const { data } = await api.listEvents(id, { page: before + 1, page_size: 1 }, { signal });
  if (data[0]?.sequence === position) return data[0];
  const page = await storedPage(api, id, position, before, signal);
  return inOrder(page).find((event) => event.sequence === position);
}

/** The stored events with a sequence, one by one. @param before how many precede the first @throws ApiError */
export async function storedEventsAt(
  api: RunsApi,
  id: string,
  sequence: number,
  before: number,
  signal: AbortSignal,
): Promise<RunEvent[]> {
  const readAt = async (index: number): Promise<RunEvent | undefined> => {
    if (index < 0) return undefined;
    const [event] = (await api.listEvents(id, { page: index + 1, page_size: 1 }, { signal })).data;
    return event?.sequence === sequence ? event : undefined;
  };
  const readOn = async (way: 1 | -1): Promise<RunEvent[]> => {
    const same: RunEvent[] = [];
    for (let next = await readAt(before + way); next && same.length < maxEventsOfSequence;) {
      same.push(next);
      next = await readAt(before + way * (same.length + 1));
    }
    return same;
  };
  const found: RunEvent[] = [];
  const here = await readAt(before);
  if (here) {
    found.push(here);
    found.push(...(await readOn(1)));
    found.unshift(...(await readOn(-1)).reverse());
  } else found.push(...(await storedPage(api, id, sequence, before, signal)));
  return inOrder(found).filter((event) => sequenceAt(event.sequence) === sequence);
}

/** The page that contains a sequence, or would contain it. @param before how many events precede it @throws ApiError */
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
    // The sequence lies between two pages, so it isn't stored.
    if (next === 0 || next === -way || asked === maxGapPages) return data;
    way = next;
    page += next;
  }
}
