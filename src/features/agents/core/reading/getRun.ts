import * as z from "zod";
import type { Run } from "#api/schemas.ts";
import { withoutUnblocked } from "#model/block.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { RunPart } from "#runs/text/coveredRuns.ts";
import { failureTexts } from "#runs/text/failureText.ts";
import { foldedJson } from "#runs/text/foldedValue.ts";
import { runLine } from "#runs/text/runLine.ts";
import { addPictures } from "#runs/text/toolPictures.ts";
import { addPage, partSummary, textPosition, wholeText } from "#runs/text/valuePage.ts";
import { inputRequestLine } from "#workbench/inputRequests/core/inputRequestLine.ts";
import type { RunningCall, ToolAnswer } from "#workbench/tools/core/agentTool.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField, picturesField, runIdField } from "#workbench/tools/core/inputFields.ts";

/** In characters: how much of them the overview shows. */
const maxLengths = { input: 1_500, output: 3_000 };

const parts = ["input", "output", "error"] as const satisfies readonly RunPart[];

export const getRun = appTool({
  name: "getRun",
  order: 5,
  title: "Get Run",
  doing: "Reading a run",
  description:
    "Reads one run of a Dynamiq app: status, failure, times, input, output, and the input requests that it waits for. " +
    "Long values are shortened. Set `part` (input, output or error) to read that value whole, over several results " +
    "if it is long. Set `pictures` to also get the pictures of input and output. This tool shows what went in and out; " +
    "readStory shows what happened in between.",
  tags: ["dynamiq", "runs", "debugging"],
  input: z.strictObject({
    connection: connectionField,
    runId: runIdField,
    pictures: picturesField,
    part: z.enum(parts).optional().describe("Returns this complete value instead of the overview."),
    cursor: cursorField,
  }),
  position: textPosition,
  async run(asked, { app, where, position }, { data, signal, cover }) {
    const run = await app.getRun(asked.runId, { signal });
    const { part } = asked;
    // Its other pages would repeat them.
    const withPictures = asked.pictures && position === undefined;
    const found = withPictures ? await app.picturesOf(asked.runId, part ? [part] : ["input", "output"], signal) : [];
    // Before all else: what a long value leaves no room for would be left out.
    const pictures = addPictures(found, data, cover, part ? undefined : "Set `part`, or read one step with readStory.");
    if (part === undefined) {
      const last = run.status === "completed" ? await app.lastSteps(asked.runId, signal) : [];
      return { ...overview(run, last, data, where), pictures };
    }
    const value = withoutBytes(run[part]);
    if (value === undefined || value === null) return { summary: `The run has no ${part}.` };
    return { ...partSummary(`The ${part}`, addPage(data, wholeText(value), position?.from ?? 0), position), pictures };
  },
});

function overview(run: Run, last: readonly StoryStep[], data: RunningCall["data"], where: string): ToolAnswer {
  const ids = [run.user_id && `user: ${rowText(run.user_id)}`, run.session_id && `session: ${rowText(run.session_id)}`];
  const texts = [
    runLine(run, { last }),
    ...failureTexts(run, undefined),
    ...pendingInputRequests(run).map(inputRequestLine),
    ...valueText("input", run.input, maxLengths.input),
    ...valueText("output", withoutUnblocked(run.output), maxLengths.output),
    ids.filter(Boolean).join("; "),
  ].filter((text) => text !== "");
  const left = texts.filter((text) => !data.add(text));
  for (const text of left) data.addStart(text);
  return {
    summary: `A run on ${where}.`,
    leftOut: left.length === 0 ? undefined : "Some values were cut. Set `part` to read one of them whole.",
    hint: run.status === "failed" ? "To see what happened before it failed, call readStory." : undefined,
  };
}

function valueText(name: string, value: unknown, maxLength: number): string[] {
  return value === undefined || value === null ? [] : [`${name}: ${foldedJson(withoutBytes(value), maxLength)}`];
}
