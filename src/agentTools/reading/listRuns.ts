import * as z from "zod";
import type { ListRunsQuery, RunsApi } from "../../api/contract.ts";
import type { Run } from "../../api/schemas.ts";
import { countOf } from "../../model/counts.ts";
import type { RunningCall } from "../agentTool.ts";
import { connectionFor, placeOf } from "../connectionFor.ts";
import { readingTool } from "../defineTool.ts";
import { connectionField, cursorField } from "../inputs.ts";
import { readCursor } from "../text/cursor.ts";
import { runLine } from "../text/runLine.ts";

const pageSize = 50;
/** Runs that started meanwhile push the last shown one this many pages further at most. */
const mostShifted = 3;

const positionSchema = z.strictObject({
  page: z.int().min(1).max(1_000_000),
  /** The last run of the result before. */
  after: z.string(),
});
type Position = z.infer<typeof positionSchema>;

const input = z.strictObject({
  connection: connectionField,
  status: z
    .array(z.string().min(1).max(50))
    .max(10)
    .optional()
    .describe("Only runs of these statuses: created, started, paused, awaiting_input, completed, failed, canceled."),
  userId: z.string().min(1).max(200).optional().describe("Only runs of this end user."),
  sessionId: z.uuid().optional().describe("Only runs of this session."),
  limit: z.int().min(1).max(200).default(25).describe("The most runs in the result."),
  cursor: cursorField,
});

export const listRuns = readingTool({
  name: "listRuns",
  title: "List Runs",
  doing: "Listing runs",
  description:
    "Lists the runs of a Dynamiq app, the newest first: id, status, why it failed, title, start and duration. Use it " +
    'to find failed runs (status: ["failed"]) and runs that wait for a person (status: ["awaiting_input"]). ' +
    "The ids work in getRun, readStory and compareRuns.",
  tags: ["dynamiq", "runs", "debugging"],
  input,
  async run(asked, host, { data, signal }) {
    const position = readCursor("listRuns", asked, positionSchema);
    const connection = await connectionFor(host, asked.connection);
    const api = await (await host.app(connection.id)).api();
    const { connection: _, cursor: __, limit, status, userId, sessionId } = asked;
    const query = { status, user_id: userId, session_id: sessionId };
    const { shown, total, next } = await new RunPages(api, query, signal).show(limit, position, data);
    if (shown === 0 && !next) return { summary: `No run matches on ${placeOf(connection)}.` };
    return {
      summary: `${countOf(shown, "run")} of ${countOf(total, "matching run")} on ${placeOf(connection)}, newest first.`,
      leftOut: next && "Left out: older runs.",
      next,
      hint: "To find out why a run failed, call readStory with its id.",
    };
  },
});

class RunPages {
  readonly #api: RunsApi;
  readonly #query: ListRunsQuery;
  readonly #signal: AbortSignal;

  constructor(api: RunsApi, query: ListRunsQuery, signal: AbortSignal) {
    this.#api = api;
    this.#query = query;
    this.#signal = signal;
  }

  async show(
    limit: number,
    from: Position | undefined,
    data: RunningCall["data"],
  ): Promise<{ shown: number; total: number; next: Position | undefined }> {
    let { page, runs, pages, total } = await this.#start(from);
    let after = from?.after ?? "";
    let shown = 0;
    for (;;) {
      for (const run of runs) {
        if (shown === limit || !data.add(runLine(run))) return { shown, total, next: { page, after } };
        after = run.id;
        shown += 1;
      }
      if (page >= pages) return { shown, total, next: undefined };
      page += 1;
      ({ runs, pages, total } = await this.#read(page));
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
    const { data, pagination } = await this.#api.listRuns(query, { signal: this.#signal });
    return { runs: data, pages: pagination.page_count, total: pagination.total_count };
  }
}
