import type { RunsApi } from "#api/contract.ts";
import { shortId } from "#model/shortId.ts";

/** As views show the ids of runs: the first part of a UUID, or the beginning of another id. */
const shortForm = /^(?:[0-9a-f]{8}|.{6,}…)$/i;

const pageSize = 200;
/** How many pages of the newest runs are searched for a short id. */
const maxPages = 5;

/** Whether an id may be the short form of another one. */
export function isShortForm(id: string): boolean {
  return shortForm.test(id);
}

/**
 * The ids of the newest runs that are shown so; the id itself alone, if a run has it.
 *
 * @throws ApiError
 */
export async function runsShownAs(id: string, api: Pick<RunsApi, "listRuns">, signal: AbortSignal): Promise<string[]> {
  const found = new Set<string>();
  for (let page = 1; page <= maxPages; page++) {
    const { data, pagination } = await api.listRuns({ page, page_size: pageSize, sort: "-started_at" }, { signal });
    if (data.some((run) => run.id === id)) return [id];
    for (const run of data) if (shortId(run.id).toLowerCase() === id.toLowerCase()) found.add(run.id);
    if (page >= pagination.page_count) break;
  }
  return [...found];
}
