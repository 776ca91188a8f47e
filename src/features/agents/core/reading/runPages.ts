import * as z from "zod";
import type { ListRunsQuery } from "../../../../api/contract.ts";
import type { Run } from "../../../../api/schemas.ts";
import type { CoveredRuns } from "../../../../runs/text/coveredRuns.ts";

const pageSize = 50;
/** Runs that started meanwhile push the last shown one this many pages further at most. */
const mostShifted = 3;

export const pagePosition = z.strictObject({
  page: z.int().min(1).max(1_000_000),
  /** The last run of the result before. */
  after: z.string(),
});
type Position = z.infer<typeof pagePosition>;

/** Runs of an app, the newest first, from the place where the last result ended. */
export class RunPages {
  readonly #app: CoveredRuns;
  readonly #query: ListRunsQuery;
  readonly #signal: AbortSignal;

  constructor(app: CoveredRuns, query: ListRunsQuery, signal: AbortSignal) {
    this.#app = app;
    this.#query = query;
    this.#signal = signal;
  }

  /** @param add shows a run. @returns whether it fits @throws ApiError */
  async show(
    limit: number,
    from: Position | undefined,
    add: (run: Run) => boolean,
  ): Promise<{ shown: number; total: number; next: Position | undefined }> {
    let { page, ...read } = await this.#start(from);
    let after = from?.after ?? "";
    let shown = 0;
    for (;;) {
      for (const run of read.runs) {
        if (shown === limit || !add(run)) return { shown, total: read.total, next: { page, after } };
        after = run.id;
        shown += 1;
      }
      if (page >= read.pages) return { shown, total: read.total, next: undefined };
      page += 1;
      read = await this.#read(page);
    }
  }

  /** Pages are cut by offset, so the last shown run may be on a later page now. */
  async #start(from: Position | undefined) {
    let page = from?.page ?? 1;
    const first = await this.#read(page);
    if (!from) return { page, ...first };
    for (let read = first, tries = 0; ; tries++) {
      const at = read.runs.findIndex(({ id }) => id === from.after);
      if (at >= 0) return { page, ...read, runs: read.runs.slice(at + 1) };
      if (tries === mostShifted || page >= read.pages) break;
      page += 1;
      read = await this.#read(page);
    }
    return { page: from.page, ...first };
  }

  async #read(page: number): Promise<{ runs: Run[]; pages: number; total: number }> {
    const query = { ...this.#query, sort: "-started_at", page, page_size: pageSize };
    const { data, pagination } = await this.#app.listRuns(query, { signal: this.#signal });
    // An app may promise pages that it doesn't have.
    return { runs: data, pages: data.length === 0 ? 0 : pagination.page_count, total: pagination.total_count };
  }
}
