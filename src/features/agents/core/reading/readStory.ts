import * as z from "zod";
import { countOf, formatCount } from "#model/counts.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import { maxSearchedSteps } from "#runs/labels/failedNodes.ts";
import { ToolError } from "#runs/questions/toolError.ts";
import { eventOfValues } from "#runs/story/stepParts.ts";
import { addSteps, type StoryPosition, storyPosition } from "#runs/text/addSteps.ts";
import { failureTexts } from "#runs/text/failureText.ts";
import type { RunWithStory } from "#runs/text/heldStories.ts";
import { runLine } from "#runs/text/runLine.ts";
import { wholeStep } from "#runs/text/stepText.ts";
import { addPictures } from "#runs/text/toolPictures.ts";
import { addPage, partSummary, textPosition } from "#runs/text/valuePage.ts";
import type { RunningCall, ToolAnswer } from "#workbench/tools/core/agentTool.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField, picturesField, runIdField } from "#workbench/tools/core/inputFields.ts";

const input = z.strictObject({
  connection: connectionField,
  runId: runIdField,
  step: z
    .union([z.int().min(1), z.string().regex(/^\d{1,9}$/)])
    .optional()
    .describe("Number of a step: returns only this step, with complete values."),
  pictures: picturesField,
  from: z
    .enum(["start", "end"])
    .optional()
    .describe("Where to begin. Default: the end of a failed run, otherwise the start."),
  cursor: cursorField,
});

export const readStory = appTool({
  name: "readStory",
  order: 6,
  title: "Read Story",
  doing: "Reading the story of a run",
  description:
    "Reads what happened in a run of a Dynamiq app, step by step: texts, tool calls with input and result, input " +
    "requests, failures. For a failed run it begins with the failure and the failed calls, then shows the last " +
    "steps. Long values are shortened. Set `step` to read one step whole, and `pictures` to get its images.",
  tags: ["dynamiq", "runs", "debugging"],
  input,
  position: z.union([storyPosition, textPosition]),
  async run(asked, { app, where, position }, call) {
    const source = await app.runWithStory(asked.runId, call);
    if (asked.step !== undefined) {
      const [step] = source.story.slice(Number(asked.step) - 1, Number(asked.step));
      // Its other pages would repeat them.
      const sequences = asked.pictures && position === undefined && step ? [step.sequence, eventOfValues(step)] : [];
      const pictures = addPictures(await app.picturesAt(asked.runId, sequences, call.signal), call.data, call.cover);
      const at = position && "from" in position ? position : undefined;
      return { ...oneStep(source, Number(asked.step), call.data, at), pictures };
    }
    if (asked.pictures) throw new ToolError("pictures: set `step`, too. Images are returned for one step at a time.");
    if (position && "at" in position) return steps(source, call.data, position, where);
    const back = asked.from === undefined ? source.run.status === "failed" : asked.from === "end";
    call.data.addStart(runLine(source.run, { last: source.story.slice(-maxSearchedSteps) }));
    for (const text of failureTexts(source.run, source.story)) call.data.addStart(text);
    return steps(source, call.data, { at: back ? source.story.length : 0, back }, where);
  },
});

/** Shows steps from a position on, in their order, or those before it. */
function steps({ story }: RunWithStory, data: RunningCall["data"], position: StoryPosition, where: string): ToolAnswer {
  const part = addSteps(data, story, position);
  return {
    summary: `A run on ${where}: ${part.shown} of ${formatCount(story.length)}.`,
    leftOut: part.leftOut,
    next: part.leftOut === undefined ? undefined : { at: part.next, back: position.back },
    hint: "To read a complete step, call readStory with the step's number.",
  };
}

function oneStep(
  { story }: RunWithStory,
  number: number,
  data: RunningCall["data"],
  position: z.infer<typeof textPosition> | undefined,
): ToolAnswer {
  const [step] = story.slice(number - 1, number);
  if (!step) throw new ToolError(`step: there is no step ${number}. The run has ${countOf(story.length, "step")}.`);
  const { text, large } = wholeStep(step, number - 1);
  const answer = partSummary("The step", addPage(data, text, position?.from ?? 0), position);
  if (large === undefined) return answer;
  const event = `To read it, call readEvents with sequence ${sequenceAt(large)}`;
  return { ...answer, hint: `One value is too large for a step. ${event}.` };
}
