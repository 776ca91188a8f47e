import * as z from "zod";
import type { ListRunsQuery } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import type { CoveredRuns } from "#runs/text/coveredRuns.ts";

const pageSize = 50;
/** Runs that started meanwhile push the last shown one this many pages further at most. */
const maxShiftedPages = 3;

export const pagePosition = z.strictObject({
  page: z.int().min(1).max(1_000_000),
  /** The last run of the result before. */
  after: z.string(),
});
type Position = z.infer<typeof pagePosition>;

interface ShowOptions {
  limit: number;
  from: Position | undefined;
  signal: AbortSignal;
}

/**
 * Shows runs of an app, the newest first, from the place where the last result ended.
 *
 * @param add shows a run. @returns whether it fits
 * @throws ApiError
 */
export async function showRuns(
  app: CoveredRuns,
  query: ListRunsQuery,
  { limit, from, signal }: ShowOptions,
  add: (run: Run) => boolean,
): Promise<{ shown: number; total: number; next: Position | undefined }> {
  const readPage = async (page: number): Promise<{ runs: Run[]; pages: number; total: number }> => {
    const pageQuery = { ...query, sort: "-started_at", page, page_size: pageSize };
    const { data, pagination } = await app.listRuns(pageQuery, { signal });
    // An app may promise pages that it doesn't have.
    return { runs: data, pages: data.length === 0 ? 0 : pagination.page_count, total: pagination.total_count };
  };
  const { page: begin, after: last } = from ?? { page: 1, after: undefined };
  const first = await readPage(begin);
  let [page, read] = [begin, first];
  const indexOfLast = (): number => read.runs.findIndex(({ id }) => id === last);
  const isThere = (): boolean => from === undefined || indexOfLast() >= 0;
  // Pages are cut by offset, so the last shown run may be on a later page now.
  while (!isThere() && page < read.pages && page - begin < maxShiftedPages) read = await readPage(++page);
  if (!isThere()) [page, read] = [begin, first];
  let runs = read.runs.slice(indexOfLast() + 1);
  let after = last ?? "";
  for (let shown = 0; ;) {
    for (const run of runs) {
      if (shown === limit || !add(run)) return { shown, total: read.total, next: { page, after } };
      after = run.id;
      shown += 1;
    }
    if (page >= read.pages) return { shown, total: read.total, next: undefined };
    read = await readPage(++page);
    runs = read.runs;
  }
}
