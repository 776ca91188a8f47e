import * as z from "zod";
import type { ListRunsQuery } from "../../../../api/contract.ts";
import type { Run } from "../../../../api/schemas.ts";
import { countOf } from "../../../../model/counts.ts";
import { knownStatuses, statusNamed, askingStatuses } from "../../../../model/status.ts";
import { pendingInputRequests } from "../../../../runs/labels/pendingInputRequests.ts";
import type { CoveredRuns } from "../../../../runs/text/coveredRuns.ts";
import { runLine } from "../../../../runs/text/runLine.ts";
import { inputRequestLine } from "../../../inputRequests/core/inputRequestLine.ts";
import { connectionFor, placeOf } from "../connectionFor.ts";
import { readingTool } from "../defineTool.ts";
import { connectionField, cursorField, runIdField } from "../inputFields.ts";
import { readCursor } from "../text/cursor.ts";

const input = z.strictObject({
  connection: connectionField,
  status: z
    .union([z.string().min(1).max(50), z.array(z.string().min(1).max(50)).max(10)])
    .optional()
    .describe(`Only runs of these statuses: ${knownStatuses.join(", ")}.`),
  userId: z.string().min(1).max(200).optional().describe("Only runs of this end user."),
  sessionId: z.uuid().optional().describe("Only runs of this session."),
  limit: z.int().min(1).max(200).default(25).describe("Maximum number of runs to return."),
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
    const position = readCursor("listRuns", asked, pagePosition);
    const connection = await connectionFor(host, asked.connection);
    const app = await host.app(connection.id);
    const { connection: _, cursor: __, limit, status, userId, sessionId } = asked;
    const statuses = status === undefined ? undefined : [status].flat().map(statusNamed);
    const query = { status: statuses, user_id: userId, session_id: sessionId };
    const { shown, total, next } = await new RunPages(app, query, signal).show(limit, position, (run) =>
      data.add(runLine(run)),
    );
    if (shown === 0 && !next) return { summary: `No run matches on ${placeOf(connection)}.` };
    return {
      summary: `${countOf(shown, "run")} of ${countOf(total, "matching run")} on ${placeOf(connection)}, newest first.`,
      leftOut: next && "Left out: older runs.",
      next,
      hint: "To find out why a run failed, call readStory with its id.",
    };
  },
});

/** How many waiting runs one result has at most. */
const mostRuns = 100;

export const listInputRequests = readingTool({
  name: "listInputRequests",
  title: "List Input Requests",
  doing: "Listing input requests",
  description:
    "Lists what runs of a Dynamiq app ask people: approvals with their parameters, and questions with their options. " +
    "With runId only those of one run. Show them to the person: only they decide. answerInputRequest sends their answer.",
  tags: ["dynamiq", "runs", "input requests"],
  input: z.strictObject({ connection: connectionField, runId: runIdField.optional(), cursor: cursorField }),
  async run(asked, host, { data, signal }) {
    const place = readCursor("listInputRequests", asked, pagePosition);
    const connection = await connectionFor(host, asked.connection);
    const app = await host.app(connection.id);
    let count = 0;
    const add = (run: Run): boolean => {
      const pending = pendingInputRequests(run);
      // A pause without a question waits for nobody.
      if (pending.length === 0) return true;
      const text = [runLine(run), ...pending.map(inputRequestLine)].join("\n");
      const isAdded = data.add(text) || (count === 0 && data.addStart(text) > 0);
      if (isAdded) count += pending.length;
      return isAdded;
    };
    const pages = new RunPages(app, { status: askingStatuses }, signal);
    const next =
      asked.runId === undefined
        ? (await pages.show(mostRuns, place, add)).next
        : void add(await app.getRun(asked.runId, { signal }));
    const where = asked.runId === undefined ? placeOf(connection) : `the run on ${placeOf(connection)}`;
    if (count === 0 && !next) return { summary: `No run of ${where} asks for input.` };
    return {
      summary: `${countOf(count, "input request")} of ${where}.`,
      ...(next ? { leftOut: "Left out: those of older runs.", next } : {}),
      hint: "Ask the person before you answer one.",
    };
  },
});

const pageSize = 50;
/** Runs that started meanwhile push the last shown one this many pages further at most. */
const mostShifted = 3;

const pagePosition = z.strictObject({
  page: z.int().min(1).max(1_000_000),
  /** The last run of the result before. */
  after: z.string(),
});
type Position = z.infer<typeof pagePosition>;

/** Runs of an app, the newest first, from the place where the last result ended. */
class RunPages {
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
