import * as z from "zod";
import type { Run } from "#api/schemas.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { knownStatuses, statusNamed, askingStatuses } from "#model/status.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { runLine } from "#runs/text/runLine.ts";
import { inputRequestLine } from "#workbench/inputRequests/core/inputRequestLine.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField, runIdField } from "#workbench/tools/core/inputFields.ts";
import { pagePosition, showRuns } from "./showRuns.ts";

export const listRuns = appTool({
  name: "listRuns",
  order: 2,
  title: "List Runs",
  doing: "Listing runs",
  description:
    "Lists the runs of a Dynamiq app, the newest first: ID, status, why it failed, title, start and duration. Use it " +
    'to find failed runs (status: ["failed"]) and runs that wait for a person (status: ["awaiting_input"]). ' +
    "Pass the IDs to getRun, readStory or compareRuns.",
  tags: ["dynamiq", "runs", "debugging"],
  input: z.strictObject({
    connection: connectionField,
    status: z
      .union([z.string().min(1).max(50), z.array(z.string().min(1).max(50)).max(10)])
      .optional()
      .describe(`Only runs with these statuses: ${knownStatuses.join(", ")}.`),
    userId: z.string().min(1).max(200).optional().describe("Only runs of this end user."),
    sessionId: z.uuid().optional().describe("Only runs of this session."),
    limit: z.int().min(1).max(200).default(25).describe("Maximum number of runs to return."),
    cursor: cursorField,
  }),
  position: pagePosition,
  async run({ limit, status, userId, sessionId }, { app, where, position }, { data, signal }) {
    const statuses = status === undefined ? undefined : [status].flat().map(statusNamed);
    const query = { status: statuses, user_id: userId, session_id: sessionId };
    const { shown, total, next } = await showRuns(app, query, { limit, from: position, signal }, (run) =>
      data.add(runLine(run)),
    );
    if (shown === 0 && !next) return { summary: `No run on ${where} matches.` };
    return {
      summary: `Shown: ${formatCount(shown)} of ${countOf(total, "matching run")} on ${where}, newest first.`,
      leftOut: next && "Left out: older runs.",
      next,
      hint: "To find out why a run failed, call readStory with its ID.",
    };
  },
});

/** How many waiting runs one result has at most. */
const maxRuns = 100;

export const listInputRequests = appTool({
  name: "listInputRequests",
  order: 10,
  title: "List Input Requests",
  doing: "Listing input requests",
  description:
    "Lists the open input requests of a Dynamiq app: approvals with their parameters, and questions with their options. " +
    "Set `runId` to list those of one run. Show them to the person, who alone decides. answerInputRequest sends the answer.",
  tags: ["dynamiq", "runs", "input requests"],
  input: z.strictObject({ connection: connectionField, runId: runIdField.optional(), cursor: cursorField }),
  position: pagePosition,
  async run({ runId }, { app, where, position }, { data, signal }) {
    let count = 0;
    const add = (run: Run): boolean => {
      const pending = pendingInputRequests(run);
      // A pause without a question waits for nobody.
      if (pending.length === 0) return true;
      const text = [runLine(run), ...pending.map(inputRequestLine)].join("\n");
      const isAdded = data.addItem(text, count === 0);
      if (isAdded) count += pending.length;
      return isAdded;
    };
    const showing = { limit: maxRuns, from: position, signal };
    const next =
      runId === undefined
        ? (await showRuns(app, { status: askingStatuses }, showing, add)).next
        : void add(await app.getRun(runId, { signal }));
    if (count === 0 && !next) {
      const none = runId === undefined ? `No run on ${where} asks` : `The run on ${where} doesn't ask`;
      return { summary: `${none} for input.` };
    }
    return {
      summary: `Found: ${countOf(count, "input request")} on ${where}.`,
      leftOut: next && "Left out: input requests of older runs.",
      next,
      hint: "Ask the person before you answer one.",
    };
  },
});
