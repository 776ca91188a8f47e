import * as z from "zod";
import { type FoundRun, searchedRuns } from "#features/search/core/indexTypes.ts";
import type { RunIndex } from "#features/search/core/runIndex.ts";
import { hookName } from "#model/block.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import { beganAt } from "#runs/facts/runFacts.ts";
import { errorLine } from "#runs/labels/errorSummary.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { leavesOutSteps } from "#runs/query/queryTypes.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import type { AgentTool } from "#workbench/tools/core/agentTool.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField } from "#workbench/tools/core/inputFields.ts";

/** In characters. */
const maxLengths = { title: 120, reason: 200, excerpt: 200 };

/** The index of a connection's runs, with what the list has seen until now; `undefined` while it can't be used. */
type IndexOf = (
  connectionId: string,
) => Promise<Pick<RunIndex, "search" | "count" | "countStepless" | "coverage"> | undefined>;

export function searchTool(indexOf: IndexOf): AgentTool {
  return appTool({
    name: "searchRuns",
    order: 3,
    title: "Search Runs",
    doing: "Searching runs",
    description:
      "Finds runs of a Dynamiq app by their content, newest first, with the matching steps. A query has words, " +
      '"a phrase", status:failed, tool:issue_refund, error:timeout, node:crm, user:u1, from:test, since:7d, ' +
      "duration:>30s, input.amount:>1000; -term excludes runs. It searches only runs that are indexed on this " +
      "machine, and says how many those are.",
    tags: ["dynamiq", "runs", "debugging"],
    input: z.strictObject({
      connection: connectionField,
      query: z.string().min(1).max(1_000).describe("What to find. A run has to match all terms."),
      limit: z.int().min(1).max(100).default(20).describe("Maximum number of runs to return."),
      cursor: cursorField,
    }),
    /** A page of the index, and how many of its runs were shown. */
    position: z.strictObject({ before: z.int().optional(), skip: z.int().min(0) }),
    async run(asked, { where, connectionId, position }, { data, cover }) {
      const { before, skip } = position ?? { skip: 0 };
      const query = parseQuery(asked.query, Date.now());
      const [problem] = query.problems;
      if (problem) throw new ToolError("query: this isn't a valid search.", { data: [problem.message] });
      const index = await indexOf(connectionId);
      if (!index) throw new ToolError("The local index is off or can't be used. Use listRuns instead.");
      const [page, count] = await Promise.all([index.search(query, { before, runs: asked.limit }), index.count(query)]);
      const coverage = await index.coverage();
      let shown = skip;
      for (const run of cover.value(page.runs).slice(skip)) {
        if (!data.addItem(foundText(run), shown === skip)) break;
        shown += 1;
      }
      const isCut = shown < page.runs.length;
      const next = isCut
        ? { before, skip: shown }
        : page.next === undefined
          ? undefined
          : { before: page.next, skip: 0 };
      const { listed = 0, unread = 0 } = coverage;
      const searched = searchedRuns(coverage);
      // The steps of a run that goes on aren't searched, but nobody can load them yet.
      const missing = Math.max(unread, (coverage.total ?? 0) - searched + unread);
      const known = countOf(searched, "run");
      const stepless = leavesOutSteps(query) ? await index.countStepless(query) : 0;
      const unsure = stepless === 0 ? "" : ` ${formatCount(stepless)} of them may not match: no steps loaded.`;
      const indexedRuns = listed === 0 ? known : `${known}, ${formatCount(listed)} of them without their steps`;
      return {
        summary: `${countOf(count, "run")} found on ${where}, newest first.${unsure} Searched: ${indexedRuns}.`,
        leftOut: next && "Left out: older runs.",
        next,
        hint:
          missing > 0
            ? `Runs not loaded: ${formatCount(missing)}. To see them, call listRuns; to search one, call findInRun.`
            : undefined,
      };
    },
  });
}

function foundText(run: FoundRun): string {
  const { id, status, blockedBy, title, error, user, values, steps, moreSteps } = run;
  const began = beganAt(run);
  const facts = [
    `- id: ${rowText(id, 200)}`,
    `status: ${rowText(status)}${blockedBy === undefined ? "" : `, ${rowText(`blocked by ${hookName(blockedBy)}`)}`}`,
    `title: ${rowText(title, maxLengths.title)}`,
    ...(began === undefined ? [] : [`started: ${new Date(began).toISOString()}`]),
    ...(user === undefined ? [] : [`user: ${rowText(user)}`]),
    ...(error ? [`error: ${rowText(errorLine(error), maxLengths.reason)}`] : []),
  ];
  const lines = [
    ...values.map(({ path, text }) => `${rowText(path)}: ${rowText(text, maxLengths.excerpt)}`),
    ...steps.map(({ kind, name, excerpt, sequence }) => {
      const where = sequence === undefined ? "" : `event ${sequenceAt(sequence)}, `;
      return `${where}${[kind, rowText(name.text)].filter(Boolean).join(" ")}: ${rowText(excerpt.text, maxLengths.excerpt)}`;
    }),
    ...(moreSteps > 0 ? [countOf(moreSteps, "more step matches", "more steps match")] : []),
  ];
  return [facts.join("; "), ...lines.map((line) => `  ${line}`)].join("\n");
}
