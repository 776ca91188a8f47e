import * as z from "zod";
import { addDifferences, addOverview, comparable, differencesSentence } from "#runs/compare/addComparison.ts";
import { compareStories } from "#runs/compare/compareStories.ts";
import type { Comparison } from "#runs/compare/comparison.ts";
import type { ToolAnswer } from "#workbench/tools/core/agentTool.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField, runIdField } from "#workbench/tools/core/inputFields.ts";

export const compareRuns = appTool({
  name: "compareRuns",
  order: 9,
  title: "Compare Runs",
  doing: "Comparing two runs",
  description:
    "Compares two runs of Dynamiq apps step by step: the first difference, the counts and the durations, then the inputs, each " +
    "step and the outputs where they differ. A is the reference, for example the run before a change; B is the run " +
    "after it. Steps that differ only in IDs and times are equal, because these differ in each run.",
  tags: ["dynamiq", "runs", "debugging", "comparison"],
  input: z.strictObject({
    connection: connectionField,
    runA: runIdField.describe("ID of the reference run."),
    runB: runIdField.describe("ID of the run to compare with run A."),
    connectionB: connectionField.describe("The connection of run B, if it isn't that of run A."),
    cursor: cursorField,
  }),
  position: z.strictObject({ row: z.int().min(0) }),
  async run({ connectionB, runA, runB }, { app, other: appOf, position }, call) {
    const appB = connectionB === undefined ? app : await appOf(connectionB);
    const a = await app.runWithStory(runA, call);
    const b = await appB.runWithStory(runB, call);
    const [of, other] = [comparable(a), comparable(b)];
    const comparison = compareStories(of, other);
    if (!position) addOverview(call.data, a, b, comparison);
    const next = addDifferences(call.data, of, other, comparison, position?.row ?? 0);
    return answerOf(comparison, differencesSentence(comparison, a, b), next);
  },
});

/** @param next the first row that is left out */
function answerOf(comparison: Comparison, summary: string, next: number | undefined): ToolAnswer {
  if (next !== undefined) return { summary, leftOut: "Left out: later differences.", next: { row: next } };
  if (comparison.counts.differences === 0) return { summary };
  return { summary, hint: "To read a complete step, call readStory with the run's ID and the step's number." };
}
