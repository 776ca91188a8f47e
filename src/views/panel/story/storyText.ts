import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import { errorSummary } from "../../../runs/labels/errorSummary.ts";
import { filesIn } from "../../../runs/resultFiles/filesIn.ts";
import { fileName } from "../../../runs/resultFiles/fileText.ts";
import { leftOutWords } from "../../../runs/resultFiles/leftOut.ts";
import type { ToolStep, StoryStep } from "../../../runs/story/storySteps.ts";
import { openJson } from "../../../runs/values/prettyJson.ts";
import { answerText, answerTitle } from "../../inputRequests/answerText.ts";
import { without } from "./viewParts.ts";
import { workflowWords } from "./workflowText.ts";

/**
 * A run's story as a text to read and to compare: thoughts, calls, questions and answers. Everything that differs in
 * each run is left out (times, durations, ids of events), so that two equal runs have equal texts.
 */
export function storyText(title: string, steps: readonly StoryStep[]): string {
  const blocks = [`# ${title}`];
  let head: string | undefined;
  for (const step of steps) {
    const next = headOf(step);
    if (next !== undefined && next !== head) {
      head = next;
      blocks.push(`## ${head}`);
    }
    const block = blockOf(step);
    if (block !== "") blocks.push(block);
  }
  return `${blocks.join("\n\n")}\n`;
}

/** The speaker and the iteration, if the step has them. */
function headOf({ speaker, iteration }: StoryStep): string | undefined {
  const name = speaker?.name ?? "";
  if (iteration === undefined) return name === "" ? undefined : name;
  return name === "" ? `Iteration ${iteration}` : `${name}, iteration ${iteration}`;
}

function blockOf(step: StoryStep): string {
  switch (step.kind) {
    case "text":
      return lines(step.refused ? "### Rejected answer" : "", step.code ? jsonOf(step.text) : step.text);
    case "notice":
      return lines(`### Notice`, step.text);
    case "tool":
      return toolBlock(step);
    case "request": {
      const asked = step.request === "approval" ? "Asked for approval" : "Asked for feedback";
      return lines(`### ${asked}`, step.prompt, jsonOf(without(step.data, ["id", "prompt", "iteration"])));
    }
    case "answer": {
      const rest = without(step.data, ["id", "request_id", "type", "approved", "feedback"]);
      return lines(`### ${answerTitle(step.data)}`, answerText(step.data, step.asked), jsonOf(rest));
    }
    case "failed": {
      const { code, message } = errorSummary(step.error);
      const details = typeof step.error === "object" ? jsonOf(step.error) : "";
      return lines(`### Run failed${code ? `: ${code}` : ""}`, message, details);
    }
    case "started":
    case "paused":
    case "resumed":
    case "completed":
    case "canceled":
      return `### Run ${step.kind}`;
    case "workflow": {
      const { title, text, nodes } = workflowWords(step);
      const ends = nodes.map(
        ({ name, status, reason }) => `- ${name}: ${status}${reason === undefined ? "" : `, ${reason}`}`,
      );
      return lines(`### ${title}`, text, ends.join("\n"));
    }
    case "other":
      return lines(`### ${step.type}`, jsonOf(step.data));
  }
}

const endings: Record<ToolStep["state"], string> = {
  running: "running",
  finished: "",
  unfinished: "did not finish",
  failed: "failed",
  discarded: "discarded",
  skipped: "skipped",
};

function toolBlock(step: ToolStep): string {
  const type = step.toolType ? ` (${step.toolType})` : "";
  const ending = endings[step.state];
  const head = `### Tool call ${step.name}${type}${ending ? `, ${ending}` : ""}`;
  const result = jsonOf(step.result ?? (step.progress || undefined));
  const input = jsonOf(step.input ?? step.inputText);
  const more = withLabel("Also returned:", jsonOf(step.output));
  const files = filesIn(step.files).map(({ path, file }) => `- ${fileName(file, path)}, ${leftOutWords(file.content)}`);
  const parts = [withLabel("Input:", input), withLabel("Result:", result), withLabel("Files:", files.join("\n")), more];
  return lines(head, step.reason ?? "", ...parts);
}

function withLabel(label: string, text: string): string {
  return text === "" ? "" : `${label}\n\n${text}`;
}

function lines(...parts: string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Indented JSON in a fence (no line of it can close the fence), or a text unchanged; empty for a missing value. */
function jsonOf(value: unknown): string {
  const opened = openJson(value);
  if (opened === undefined || opened === null) return "";
  if (typeof opened === "object" && Object.keys(opened).length === 0) return "";
  if (typeof opened === "string") return opened;
  const text = stringifyJson(opened, 2);
  return `\`\`\`json\n${text}\n\`\`\``;
}
