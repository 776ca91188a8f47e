import { formatDuration } from "../../model/duration.ts";
import { statusWord } from "../../model/status.ts";
import { errorSummary } from "../../runs/labels/errorSummary.ts";
import { rowText } from "../../runs/labels/runLabel.ts";
import type { StoryStep, ToolStep, WorkflowStep } from "../../runs/story/storySteps.ts";
import { foldedJson } from "./foldedValue.ts";

/** In characters: how much of the parts of a step a list shows. */
const longest = { text: 600, input: 400, result: 700, reason: 300 };

/** A step of a story for a list: its head, then its parts, folded. */
export function stepText(step: StoryStep, position: number): string {
  return [stepHead(step, position), ...bodyLines(step).map((line) => `  ${line}`)].join("\n");
}

/** `step 45 (12th): tool crm_lookup failed, Triage Agent, iteration 2, after 3.1 s`. The id works in `readStory`. */
export function stepHead(step: StoryStep, position: number): string {
  const { id, at, until, speaker, iteration } = step;
  const took = step.kind === "tool" ? (step.duration ?? (until ?? NaN) - (at ?? NaN)) : NaN;
  const facts = [
    stepName(step),
    ...(speaker?.name ? [`by ${rowText(speaker.name)}`] : []),
    ...(iteration === undefined ? [] : [`iteration ${iteration}`]),
    ...(at === undefined ? [] : [`at ${formatDuration(at)}`]),
    ...(Number.isFinite(took) ? [`took ${formatDuration(took)}`] : []),
  ];
  return `#${position + 1} step ${id}: ${facts.join(", ")}`;
}

function stepName(step: StoryStep): string {
  switch (step.kind) {
    case "text":
      return `text ${rowText(step.object)}${step.refused ? ", rejected by the app" : ""}`;
    case "tool":
      return `tool ${rowText(step.name)} ${step.state}`;
    case "request":
      return `asks for ${step.request}${step.pending ? ", pending" : ""}`;
    case "workflow":
      return `workflow ${step.outcome}`;
    case "other":
      return `event ${rowText(step.type)}`;
    case "answer":
      return "answer of a person";
    case "started":
    case "completed":
    case "failed":
    case "canceled":
      return `run ${statusWord(step.kind).toLowerCase()}`;
    case "notice":
    case "paused":
    case "resumed":
      return step.kind;
  }
}

function bodyLines(step: StoryStep): string[] {
  switch (step.kind) {
    case "text":
      return [foldedJson(step.text, longest.text)];
    case "notice":
      return [foldedJson(step.text, longest.text)];
    case "tool":
      return toolLines(step);
    case "request":
      return [`asks: ${rowText(step.prompt, longest.text)}`, ...valueLine("data", step.data, longest.input)];
    case "answer":
      return valueLine("answer", step.data, longest.input);
    case "workflow":
      return workflowLines(step);
    case "failed":
      return [`error: ${errorText(step.error)}`];
    case "other":
      return valueLine("data", step.data, longest.input);
    default:
      return [];
  }
}

function toolLines(step: ToolStep): string[] {
  const { input, inputText, result, output, files, reason, progress, repeats, repeated } = step;
  return [
    ...(reason === undefined ? [] : [`reason: ${rowText(reason, longest.reason)}`]),
    ...valueLine("input", input ?? inputText, longest.input),
    ...valueLine("result", result ?? (progress === "" ? undefined : progress), longest.result),
    ...valueLine("output", output, longest.result),
    ...valueLine("files", files, longest.reason),
    ...(repeats ? [`repeats step ${repeats.id}, which failed`] : []),
    ...(repeated ? [`tried again in step ${repeated.id}`] : []),
  ];
}

function workflowLines({ error, nodes }: WorkflowStep): string[] {
  const reason = errorText(error);
  const isBad = (status: string): boolean => status !== "success";
  const sorted = nodes.toSorted((one, other) => Number(isBad(other.status)) - Number(isBad(one.status)));
  const lines = sorted.slice(0, 20).map(({ name, status, error: own }) => {
    const why = errorText(own);
    return `node ${rowText(name)}: ${rowText(status)}${why === "" ? "" : `, ${why}`}`;
  });
  return [...(reason === "" ? [] : [`error: ${reason}`]), ...lines];
}

function errorText(error: unknown): string {
  const { code, message } = errorSummary(error);
  return rowText([code, message].filter(Boolean).join(": "), longest.reason);
}

function valueLine(name: string, value: unknown, most: number): string[] {
  return value === undefined || value === null ? [] : [`${name}: ${foldedJson(value, most)}`];
}
