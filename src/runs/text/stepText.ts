import { formatDuration } from "#model/duration.ts";
import { errorLine } from "#runs/labels/errorSummary.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { libraryPath, readTraceback } from "#runs/labels/traceback.ts";
import type { StorySteps } from "#runs/story/runStory.ts";
import { eventOfValues, type StepValue, stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep, WorkflowStep } from "#runs/story/storySteps.ts";
import { LargeValue } from "#runs/values/prettyJson.ts";
import { firstOf } from "./firstOf.ts";
import { foldedJson } from "./foldedValue.ts";
import { wholeText } from "./valuePage.ts";

/** In characters: how much of the parts of a step a list shows. */
const maxLengths = { text: 600, input: 400, result: 700, reason: 300 };
/** How many calls of a traceback it shows. */
const maxFrames = 3;

export interface StepTextOptions {
  /** How many times as much of each value is shown. */
  scale?: number;
  /** Whether the error of a run that failed is said above, and left out here. */
  isErrorSaid?: boolean;
}

/** A step of a story for a list: its head, then its parts, folded. @param story says which steps a call repeats */
export function stepText(
  step: StoryStep,
  position: number,
  story: Pick<StorySteps, "position">,
  { scale = 1, isErrorSaid = false }: StepTextOptions = {},
): string {
  const body = isErrorSaid && step.kind === "failed" ? [] : bodyLines(step, story, scale);
  return [stepHead(step, position), ...body.map((line) => `  ${line}`)].join("\n");
}

/**
 * `step 12: tool crm_lookup failed, by Triage Agent, took 3.1 s`. The number is that of `readStory` and golden tests.
 */
export function stepHead(step: StoryStep, position: number): string {
  const { at, until, speaker, iteration } = step;
  const took = step.kind === "tool" || step.kind === "model" ? (step.duration ?? (until ?? NaN) - (at ?? NaN)) : NaN;
  const facts = [
    stepParts(step).head(rowText),
    ...(speaker?.name ? [`by ${rowText(speaker.name)}`] : []),
    ...(iteration === undefined ? [] : [`iteration ${iteration}`]),
    ...(at === undefined ? [] : [`at ${formatDuration(at)}`]),
    ...(Number.isFinite(took) ? [`took ${formatDuration(took)}`] : []),
  ];
  return `step ${position + 1}: ${facts.join(", ")}`;
}

interface ShownValue {
  name: Exclude<StepValue["name"], "prompt"> | "asks";
  value: unknown;
}

/** The values of a step that are there. What an answer was asked is in its input request. */
export function shownValues(step: StoryStep): ShownValue[] {
  return stepParts(step).values.flatMap(({ name, value }): ShownValue[] => {
    if (value === undefined || value === null || value === "") return [];
    if (name !== "prompt") return [{ name, value }];
    return step.kind === "answer" ? [] : [{ name: "asks", value }];
  });
}

/** A step with whole values. @returns `large`: the event that has a value of which the step only keeps the beginning */
export function wholeStep(step: StoryStep, position: number): { text: string; large: number | undefined } {
  const values = shownValues(step);
  const hasLarge = values.some(({ value }) => value instanceof LargeValue);
  const text = [stepHead(step, position), ...values.map(({ name, value }) => `${name}:\n${wholeText(value)}`)].join(
    "\n",
  );
  return { text, large: hasLarge ? eventOfValues(step) : undefined };
}

function bodyLines(step: StoryStep, story: Pick<StorySteps, "position">, scale: number): string[] {
  const values = shownValues(step);
  const hasResult = values.some(({ name }) => name === "result");
  const lines = values.flatMap((each) => (hasResult && each.name === "progress" ? [] : valueLines(each, scale)));
  if (step.kind !== "tool") return lines;
  const { repeats, repeated } = step;
  const numberOf = (id: string): string => {
    const at = story.position(id);
    return at === undefined ? "an earlier step" : `step ${at + 1}`;
  };
  return [
    ...lines,
    ...(repeats ? [`repeats ${numberOf(repeats.id)}, which failed`] : []),
    ...(repeated ? [`tried again in ${numberOf(repeated.id)}`] : []),
  ];
}

function valueLines({ name, value }: ShownValue, scale: number): string[] {
  switch (name) {
    case "text":
      return [foldedJson(value, scale * maxLengths.text)];
    case "asks":
      return [`asks: ${rowText(String(value), scale * maxLengths.text)}`];
    case "usage":
      return [`usage: ${String(value)}`];
    case "reason":
      return [`reason: ${rowText(String(value), scale * maxLengths.reason)}`];
    case "error": {
      const error = errorText(value);
      return error === "" ? [] : [`error: ${error}`];
    }
    case "traceback":
      return frameLines(String(value));
    case "nodes":
      return nodeLines(value as WorkflowStep["nodes"]);
    case "result":
    case "output":
    case "progress":
      return [`${name}: ${foldedJson(value, scale * maxLengths.result)}`];
    case "files":
      return [`files: ${foldedJson(value, scale * maxLengths.reason)}`];
    default:
      return [`${name}: ${foldedJson(value, scale * maxLengths.input)}`];
  }
}

/** The last calls of a traceback, which are the nearest to its cause. */
function frameLines(traceback: string): string[] {
  const { frames = [] } = readTraceback(traceback) ?? {};
  const calls = frames.slice(-maxFrames).map(({ file, line, name }) => `${libraryPath(file)}:${line} in ${name}`);
  return calls.length === 0 ? [] : [`failed in: ${rowText(calls.join(", "), maxLengths.input)}`];
}

function nodeLines(nodes: WorkflowStep["nodes"]): string[] {
  const isBad = (status: string): boolean => status !== "success";
  const sorted = nodes.toSorted((one, other) => Number(isBad(other.status)) - Number(isBad(one.status)));
  const lines = sorted.map(({ name, status, error }) => {
    const why = errorText(error);
    return `node ${rowText(name)}: ${rowText(status)}${why === "" ? "" : `, ${why}`}`;
  });
  return firstOf(lines, 20, "node");
}

function errorText(error: unknown): string {
  return rowText(errorLine(error), maxLengths.reason);
}
