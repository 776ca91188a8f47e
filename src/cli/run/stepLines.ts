import { isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { type Block, hookPointName, hookName } from "#model/block.ts";
import { callEnding } from "#model/callStates.ts";
import { untilWords } from "#model/resumeTime.ts";
import { factsOfKind } from "#model/stepKinds.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { stepParts } from "#runs/story/stepParts.ts";
import type { StoryStep, TextStep, ToolStep } from "#runs/story/storySteps.ts";
import { openJson } from "#runs/values/prettyJson.ts";

export interface StepLine {
  /** The line's key: each is written once. A step can have two: its beginning and its result. */
  key: string;
  text: string;
  look: "plain" | "bold" | "dim" | "red" | "yellow";
}

/** In characters: what a terminal shows in two or three lines. */
const maxValueLength = 200;

/** The lines of a step that isn't a text, as far as it has come. */
export function stepLines(step: Exclude<StoryStep, TextStep>): StepLine[] {
  const line = (text: string, look: StepLine["look"] = "plain"): StepLine[] => [{ key: step.id, text, look }];
  if (factsOfKind(step.kind).isQuiet) return [];
  const { name, title, failed, values } = stepParts(step);
  switch (step.kind) {
    case "tool":
      return toolLines(step);
    case "request":
      return line(`? Asks for ${name}: ${said(step.prompt)}`, "yellow");
    case "blocked":
      return line(blockLine(step.blocked), failed ? "red" : "dim");
    case "model":
      return line([title, said(name), callEnding(step.state)].filter(Boolean).join(" "), failed ? "red" : "dim");
    case "answer":
      return line(`! Answered: ${compact(step.data)}`, "yellow");
    case "notice":
      return line(`! ${said(step.text)}`);
    case "paused":
      return line(`${title}${step.resumeAt === undefined ? "" : `, ${untilWords(step.resumeAt)}`}`, "dim");
    case "other":
      return line(`${said(name)} ${compact(step.data)}`.trim(), "dim");
    default: {
      const [first] = values;
      const words = first?.name === "error" ? said(errorSummary(first.value).message) : compact(first?.value);
      const head = [title, said(name)].filter(Boolean).join(" ");
      return line([head, words].filter(Boolean).join(": "), failed ? "red" : "dim");
    }
  }
}

/** Who blocked what, without the reason, which follows as the answer or the error of the run. */
function blockLine({ by, point }: Block): string {
  return [said(`Blocked by ${hookName(by)}`), said(hookPointName(point))].filter(Boolean).join(": ");
}

/** The input is written once it is whole. */
function toolLines(step: ToolStep): StepLine[] {
  const { id, name, input, result, state, blocked, reason, progress } = step;
  const lines: StepLine[] = [];
  if (state !== "running" || input !== undefined) {
    lines.push({ key: `${id} input`, text: `→ ${said(name)} ${compact(input)}`.trim(), look: "bold" });
  }
  if (state === "running") return lines;
  const more = compact(result ?? (reason || progress || undefined));
  const sign = state === "failed" ? "✗" : "←";
  const head = [sign, said(name), blocked ? said(stepParts(step).status) : callEnding(state)].filter(Boolean).join(" ");
  const text = `${head}${more === "" ? "" : `: ${more}`}`;
  return [...lines, { key: `${id} result`, text, look: state === "failed" ? "red" : "dim" }];
}

/** A value in one line; empty for none. */
function compact(value: unknown): string {
  const opened = openJson(value);
  if (opened === undefined || opened === null) return "";
  if (isContainer(opened) && Object.keys(opened).length === 0) return "";
  return said(typeof opened === "string" ? opened : stringifyJson(opened));
}

function said(text = ""): string {
  return rowText(text, maxValueLength);
}

/** The speaker and the iteration, if the step has them. */
export function headOf({ speaker, iteration }: StoryStep): string | undefined {
  const name = said(speaker?.name);
  if (iteration === undefined) return name || undefined;
  return name === "" ? `Iteration ${iteration}` : `${name}, iteration ${iteration}`;
}
