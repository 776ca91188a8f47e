import * as z from "zod";
import { jsonPath } from "../../base/json/jsonPath.ts";
import { formatCount } from "../../model/counts.ts";
import { formatDuration } from "../../model/duration.ts";
import { jsonDifferences } from "../../runs/compare/bodies/jsonDifferences.ts";
import { rowSentence } from "../../runs/compare/bodies/rowSentence.ts";
import { compareStories } from "../../runs/compare/compareStories.ts";
import { type Comparison, type ComparisonRow, isDifference } from "../../runs/compare/comparison.ts";
import { withoutBytes } from "../../runs/resultFiles/withoutBytes.ts";
import { openJson } from "../../runs/values/prettyJson.ts";
import type { ToolAnswer } from "../agentTool.ts";
import { connectionFor } from "../connectionFor.ts";
import { readingTool } from "../defineTool.ts";
import { connectionField, cursorField, runIdField } from "../inputs.ts";
import { type ToldRun, tellRun } from "../stories/heldStories.ts";
import { readCursor } from "../text/cursor.ts";
import { differenceLines } from "../text/differenceLines.ts";
import { foldedJson } from "../text/foldedValue.ts";
import type { RunData } from "../text/runData.ts";
import { runLine } from "../text/runLine.ts";

const mostOutputs = 10;
const rowPlace = z.strictObject({ row: z.int().min(0) });

export const compareRuns = readingTool({
  name: "compareRuns",
  title: "Compare Runs",
  doing: "Comparing two runs",
  description:
    "Compares two runs of Dynamiq apps step by step: the first difference, counts, times, the difference of the " +
    "outputs, then each step that differs. A is the reference, for example the run before a change; B is the run " +
    "after it. Ids and times that differ by themselves don't count.",
  tags: ["dynamiq", "runs", "debugging", "comparison"],
  input: z.strictObject({
    connection: connectionField,
    runA: runIdField.describe("Id of the reference run."),
    runB: runIdField.describe("Id of the run that is compared with it."),
    connectionB: connectionField.describe("The connection of run B, if it is another one."),
    cursor: cursorField,
  }),
  async run(asked, host, call) {
    const place = readCursor("compareRuns", asked, rowPlace);
    const connectionA = await connectionFor(host, asked.connection);
    const connectionB = asked.connectionB === undefined ? connectionA : await connectionFor(host, asked.connectionB);
    const a = await tellRun(await host.app(connectionA.id), asked.runA, call);
    const b = await tellRun(await host.app(connectionB.id), asked.runB, call);
    const comparison = compareStories(a.story, b.story);
    if (!place) addOverview(call.data, a, b, comparison);
    return addRows(call.data, a, b, comparison, place?.row ?? 0);
  },
});

function addOverview(data: RunData, a: ToldRun, b: ToldRun, { first, counts, times }: Comparison): void {
  const whole = (ms: number): string => formatDuration(ms);
  const { equal, changed, onlyInA, onlyInB, moved } = counts;
  const texts = [
    `A: ${runLine(a.run).slice(2)}`,
    `B: ${runLine(b.run).slice(2)}`,
    ...(first ? [`first difference: ${first.sentence}`] : []),
    `steps: ${equal} equal, ${changed} changed, ${onlyInA} only in A, ${onlyInB} only in B, ${moved} moved`,
    `time without waits: A ${whole(times.a.withoutWaits)}, B ${whole(times.b.withoutWaits)}`,
    ...outputLines(a.run.output, b.run.output),
  ];
  for (const text of texts) if (!data.add(text)) data.addStart(text);
}

/** What differs between the outputs, value by value. */
function outputLines(a: unknown, b: unknown): string[] {
  const [of, other] = [openJson(withoutBytes(a)) ?? null, openJson(withoutBytes(b)) ?? null];
  const found = jsonDifferences(of, other, { most: mostOutputs + 1 });
  if (found.length === 0) return ["outputs: equal"];
  const lines = found.slice(0, mostOutputs).map((each) => {
    const from = each.kind === "onlyInB" ? "nothing" : foldedJson(each.a, 200);
    const to = each.kind === "onlyInA" ? "nothing" : foldedJson(each.b, 200);
    return `  output${jsonPath(each.path).slice(1, 200)}: A ${from} → B ${to}`;
  });
  return [[`outputs differ:`, ...lines, ...(found.length > mostOutputs ? ["  …"] : [])].join("\n")];
}

function addRows(data: RunData, a: ToldRun, b: ToldRun, { rows, counts }: Comparison, from: number): ToolAnswer {
  let shown = 0;
  for (let at = from; at < rows.length; at++) {
    const row = rows[at]!;
    if (!isDifference(row) || isSecondOfMoved(row)) continue;
    const text = rowText(row, a, b);
    if (!data.add(text) && (shown > 0 || data.addStart(text) === 0)) {
      return { ...summaryOf(counts.differences), leftOut: "Left out: later differences.", next: { row: at } };
    }
    shown += 1;
  }
  return summaryOf(counts.differences);
}

function summaryOf(differences: number): ToolAnswer {
  if (differences === 0) return { summary: "The two runs have no different steps." };
  return {
    summary: `${formatCount(differences)} steps of the two runs differ.`,
    hint: "To read a step whole, call readStory with the id of its run, and its id as step.",
  };
}

function isSecondOfMoved(row: ComparisonRow): boolean {
  return row.kind === "moved" && row.side === "b";
}

/** A row that differs: where it is in both stories, and what differs. */
function rowText(row: ComparisonRow, a: ToldRun, b: ToldRun): string {
  const stepOf = ({ story }: ToldRun, at: number | undefined) =>
    at === undefined ? undefined : story.slice(at, at + 1)[0];
  const [of, other] = [stepOf(a, row.a), stepOf(b, row.b)];
  const ids = [...(of ? [`A step ${of.id}`] : []), ...(other ? [`B step ${other.id}`] : [])].join(", ");
  const parts = "parts" in row ? row.parts : [];
  const lines = of && other ? differenceLines(of, other, parts) : [];
  return [`${ids}: ${rowSentence(row, a.story, b.story)}`, ...lines.map((line) => `  ${line}`)].join("\n");
}
