import * as z from "zod";
import { isContainer, isNumber } from "#base/json/exactNumber.ts";
import { jsonPath } from "#base/json/jsonPath.ts";
import { shortened } from "#base/text/oneLine.ts";
import { finderOf } from "#base/text/textFinder.ts";
import { formatCount } from "#model/counts.ts";
import { sequenceAt } from "#model/eventPosition.ts";
import { TimeSlices } from "#runs/live/timeSlices.ts";
import type { StorySteps } from "#runs/story/runStory.ts";
import { eventOfValues, stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { CoveredRuns } from "#runs/text/coveredRuns.ts";
import { stepHead, shownValues } from "#runs/text/stepText.ts";
import { LargeValue, openJson } from "#runs/values/prettyJson.ts";
import type { RunningCall } from "#workbench/tools/core/agentTool.ts";
import { appTool } from "#workbench/tools/core/defineTool.ts";
import { connectionField, cursorField, runIdField } from "#workbench/tools/core/inputFields.ts";

const stretchLength = 100;
/** How many values that a story doesn't keep are read again in one call. */
const maxReread = 10;

export const findInRun = appTool({
  name: "findInRun",
  order: 7,
  title: "Find in Run",
  doing: "Searching a run",
  description:
    "Finds text in the steps of a run of a Dynamiq app, ignoring case, and shows what is around it. Use it for an ID, a " +
    "name or an error message in a long run. Pass the step numbers to readStory.",
  tags: ["dynamiq", "runs", "debugging"],
  input: z.strictObject({
    connection: connectionField,
    runId: runIdField,
    text: z.string().min(1).max(200).describe("The text to find."),
    cursor: cursorField,
  }),
  position: z.strictObject({ at: z.int().min(0) }),
  async run({ runId, text }, { app, where, position }, call) {
    const from = position?.at ?? 0;
    const { story } = await app.runWithStory(runId, call);
    const { found, at } = await search({ app, runId, story, finder: finderOf(text)! }, from, call);
    const answer = { summary: summaryOf(found, from, at, story, where) };
    if (at === story.length) return answer;
    return { ...answer, leftOut: "Left out: matches in later steps.", next: { at } };
  },
});

function summaryOf(found: number, from: number, at: number, story: StorySteps, where: string): string {
  const searched = from === 0 && at === story.length ? "all" : `${formatCount(from + 1)} to ${formatCount(at)} of`;
  return `Found in ${formatCount(found)} of the searched steps (${searched} ${formatCount(story.length)}) on ${where}.`;
}

interface SearchOptions {
  app: CoveredRuns;
  runId: string;
  story: StorySteps;
  finder: RegExp;
}

/** @returns how many steps have the text, and the position of the first one that wasn't searched */
async function search(
  { app, runId, story, finder }: SearchOptions,
  from: number,
  { data, signal, onProgress }: RunningCall,
): Promise<{ found: number; at: number }> {
  const thread = new TimeSlices();
  let reread = 0;
  let shown = 0;
  for (let at = from; at < story.length;) {
    for (const step of story.slice(at, at + stretchLength)) {
      let { found, large } = findInStep(step, finder);
      if (!found && large !== undefined) {
        // Of a large value the story has the beginning alone.
        if (reread === maxReread) return { found: shown, at };
        reread += 1;
        const event = await app.event(runId, large, signal);
        found = event && findInValue(event.data, finder, `event ${sequenceAt(large)}`);
      }
      if (found) {
        const text = `${stepHead(step, at)}\n  ${found.where}: ${found.excerpt}`;
        if (!data.addItem(text, shown === 0)) return { found: shown, at };
        shown += 1;
      }
      at += 1;
    }
    if (thread.isOver) await thread.rest();
    signal.throwIfAborted();
    onProgress("Searching steps", at, story.length);
  }
  return { found: shown, at: story.length };
}

/** A text that was found in a step. */
interface Found {
  /** `result.rows[3].id`. */
  where: string;
  /** The text with what is around it. */
  excerpt: string;
}

/** In characters: how much is shown before and after the text. */
const excerptMargin = 100;
/** In characters: a name or a longer path isn't shown whole. */
const maxPathLength = 120;

/**
 * The first match of a text in a covered step: in its name, its speaker or its values.
 *
 * @returns `large`, if nothing was found: the event that has the rest of a value, of which the step has the beginning
 */
function findInStep(step: StoryStep, finder: RegExp): { found: Found | undefined; large?: number } {
  // What a text or an input request is called would be found in each of them.
  const hasName = !("growing" in step) && step.kind !== "request";
  const names = [
    { name: "name", value: hasName ? stepParts(step).name : undefined },
    { name: "speaker", value: step.speaker?.name },
  ];
  let large: number | undefined;
  for (const { name, value } of [...names, ...shownValues(step)]) {
    const found = findInValue(value, finder, name);
    if (found) return { found };
    if (value instanceof LargeValue) large = eventOfValues(step);
  }
  return { found: undefined, large };
}

function findInValue(value: unknown, finder: RegExp, name: string): Found | undefined {
  return find(openJson(value), finder, { name, path: [] });
}

interface ValuePath {
  name: string;
  path: readonly (string | number)[];
}

function find(value: unknown, finder: RegExp, within: ValuePath): Found | undefined {
  if (value instanceof LargeValue) return findInText(value.text, finder, within);
  if (typeof value === "string") return findInText(value, finder, within);
  if (isNumber(value) || typeof value === "boolean") return findInText(String(value), finder, within);
  if (!isContainer(value)) return undefined;
  const isList = Array.isArray(value);
  for (const key of Object.keys(value)) {
    const step = isList ? Number(key) : key;
    const inner = { name: within.name, path: [...within.path, step] };
    const found =
      (isList ? undefined : findInText(key, finder, inner)) ??
      find((value as Record<string, unknown>)[key], finder, inner);
    if (found) return found;
  }
  return undefined;
}

function findInText(text: string, finder: RegExp, { name, path }: ValuePath): Found | undefined {
  const match = finder.exec(text);
  if (!match) return undefined;
  const from = Math.max(0, match.index - excerptMargin);
  const to = Math.min(text.length, match.index + match[0].length + excerptMargin);
  const where = `${name}${jsonPath(path).slice(1)}`;
  return {
    where: shortened(where, maxPathLength),
    excerpt: `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`,
  };
}
