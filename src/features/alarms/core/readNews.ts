import type { RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { pagesOf } from "#api/pages.ts";
import type { Run } from "#api/schemas.ts";
import { inParallel } from "#base/inParallel.ts";
import { activeStatuses } from "#model/status.ts";
import type { AlarmMark } from "./alarmMark.ts";
import { startOf } from "./matchRuns.ts";

type Reads = Pick<RunsApi, "getRun" | "listRuns">;

interface News {
  /** Those that are new, or hadn't ended at the mark: oldest first, each once. */
  runs: Run[];
  /** Those that hadn't ended at the mark, and that the app doesn't have any more. */
  gone: string[];
  /** The mark's place for the next look. */
  newest: number | undefined;
  seen: string[];
  /** The app's time, if it said one. */
  time: number | undefined;
  /** Whether there were more new runs than one look reads. */
  isCut: boolean;
}

const pageSize = 100;
/** Number of pages that one look reads: after a night without a window, nobody waits for a million runs. */
const maxPages = 100;
/** In milliseconds: an app may list a run a little after one that started later. */
const overlap = 5_000;
/** Number of runs that are read one by one rather than by pages. */
const fewLeft = 3;
/** Number of ended runs that are read at a time. */
const readsAtOnce = 4;

/**
 * Reads what happened since the mark: from the newest run on, page by page until the mark is reached. Without a mark, it
 * reads one page. A run that starts meanwhile moves the others to later pages, so that one may come twice, but none is
 * missed.
 *
 * @throws ApiError, and then the mark stays
 */
export async function readNews(api: Reads, mark: AlarmMark | undefined, signal: AbortSignal): Promise<News> {
  const found = new Map<string, Run>();
  let time: number | undefined;
  const read = (page: number) =>
    api.listRuns(
      { sort: "-started_at", page_size: pageSize, page },
      { signal, onServerTime: (told) => void (time ??= told) },
    );
  const until = mark?.newest === undefined ? undefined : mark.newest - overlap;
  const left = new Set(Object.keys(mark?.open ?? {}));
  let isReached = mark === undefined;
  let pages = 0;
  for await (const { data } of pagesOf(read)) {
    const before = left.size;
    for (const run of data) {
      if (!found.has(run.id)) found.set(run.id, run);
      left.delete(run.id);
    }
    isReached ||= data.some((run) => isBefore(run, until));
    pages += 1;
    // Many that hadn't ended lie together behind the mark: a page reads them at once.
    if (isReached ? left.size <= fewLeft || left.size === before : pages === maxPages) break;
  }
  const all = [...found.values()];
  const newest = all.reduce<number | undefined>((latest, run) => later(latest, startOf(run)), mark?.newest);
  const known = new Set(mark?.seen);
  const isNews = (run: Run): boolean =>
    mark?.open[run.id] !== undefined || (!known.has(run.id) && (!mark || !isBefore(run, until)));
  const news = all.filter(isNews).reverse();
  const { runs, gone } = left.size > 0 ? await readLeft(api, [...left], signal) : { runs: [], gone: [] };
  const seen = all.filter((run) => newest === undefined || !isBefore(run, newest - overlap)).map(({ id }) => id);
  return { runs: [...runs, ...news], gone, newest, seen, time, isCut: !isReached && pages === maxPages };
}

/** Older runs that hadn't ended: one list says which of them go on, and each of the others is read once. */
async function readLeft(api: Reads, ids: readonly string[], signal: AbortSignal): Promise<Pick<News, "runs" | "gone">> {
  const query = { status: activeStatuses, sort: "-started_at", page_size: pageSize };
  const goOn = new Map<string, Run>();
  for await (const { data } of pagesOf((page) => api.listRuns({ ...query, page }, { signal }))) {
    for (const run of data) goOn.set(run.id, run);
    if (ids.every((id) => goOn.has(id))) break;
  }
  const runs = ids.flatMap((id) => goOn.get(id) ?? []);
  const gone: string[] = [];
  await inParallel(
    ids.filter((id) => !goOn.has(id)),
    readsAtOnce,
    async (id) => {
      try {
        runs.push(await api.getRun(id, { signal }));
      } catch (error) {
        if (!isApiError(error) || error.status !== 404) throw error;
        gone.push(id);
      }
    },
  );
  return { runs, gone };
}

function isBefore(run: Run, time: number | undefined): boolean {
  const start = startOf(run);
  return start !== undefined && time !== undefined && start < time;
}

function later(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || (other !== undefined && other > one) ? other : one;
}
