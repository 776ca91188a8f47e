import * as z from "zod";
import type { Run } from "../../../../api/schemas.ts";
import { countOf } from "../../../../model/counts.ts";
import { askingStatuses } from "../../../../model/status.ts";
import { pendingInputRequests } from "../../../../runs/labels/pendingInputRequests.ts";
import { runLine } from "../../../../runs/text/runLine.ts";
import { inputRequestLine } from "../../../inputRequests/core/inputRequestLine.ts";
import { connectionFor, placeOf } from "../connectionFor.ts";
import { readingTool } from "../defineTool.ts";
import { connectionField, cursorField, runIdField } from "../inputFields.ts";
import { readCursor } from "../text/cursor.ts";
import { pagePosition, RunPages } from "./runPages.ts";

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
