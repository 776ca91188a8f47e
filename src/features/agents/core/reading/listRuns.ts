import * as z from "zod";
import { countOf } from "../../../../model/counts.ts";
import { knownStatuses, statusNamed } from "../../../../model/status.ts";
import { runLine } from "../../../../runs/text/runLine.ts";
import { connectionFor, placeOf } from "../connectionFor.ts";
import { readingTool } from "../defineTool.ts";
import { connectionField, cursorField } from "../inputFields.ts";
import { readCursor } from "../text/cursor.ts";
import { pagePosition, RunPages } from "./runPages.ts";

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
