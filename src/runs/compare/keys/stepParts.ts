import { isContainer } from "../../../base/json/exactNumber.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import { openJson } from "../../values/prettyJson.ts";
import type { ValueStep } from "../comparison.ts";

/** A step as a comparison sees it, without ids and times of its own. */
export interface StepParts {
  /** Steps of different forms are never partners: what kind it is, and which tool, text or event. */
  readonly form: string;
  readonly speaker: string;
  /** What went in; `undefined` for a step that takes nothing. */
  readonly args?: unknown;
  /** What came out, or what was said. */
  readonly body?: unknown;
  readonly status: string;
  /** The name of what `body` is. */
  readonly bodyPart: "result" | "text";
}

export function partsOf(step: StoryStep | ValueStep): StepParts {
  if ("value" in step) return { form: step.kind, speaker: "", body: step.value, status: "", bodyPart: "result" };
  // Not the key: it holds ids of the run. Clones of one agent have one name.
  const { speaker } = step;
  const who = speaker === undefined ? "" : `${speaker.group ?? ""} ${speaker.name}`;
  const base = { form: step.kind, speaker: who, status: "", bodyPart: "result" } as const;
  switch (step.kind) {
    case "text":
      return {
        ...base,
        form: `text ${step.object}`,
        body: step.text,
        status: step.refused ? "rejected" : "",
        bodyPart: "text",
      };
    case "tool":
      return {
        ...base,
        form: `tool ${step.name}`,
        args: step.input ?? step.inputText,
        body: toolBody(step),
        status: step.state,
      };
    case "request":
      return {
        ...base,
        form: `request ${step.request}`,
        args: { prompt: step.prompt, data: without(step.data, ["id", "prompt", "iteration"]) },
      };
    case "notice":
      return { ...base, body: step.text, bodyPart: "text" };
    case "answer":
      return { ...base, args: step.prompt, body: without(step.data, ["id", "request_id"]) };
    case "workflow": {
      const nodes = step.nodes.map(({ name, status, error }) => ({ name, status, error }));
      return { ...base, body: { nodes, error: step.error }, status: step.outcome };
    }
    case "failed":
      return { ...base, body: step.error };
    case "other":
      return { ...base, form: `other ${step.type}`, body: step.data };
    case "started":
    case "paused":
    case "resumed":
    case "completed":
    case "canceled":
      return base;
  }
}

function toolBody(step: Extract<StoryStep, { kind: "tool" }>): unknown {
  const { output, files, reason } = step;
  const result = step.result ?? (step.progress === "" ? undefined : step.progress);
  if (output === undefined && files === undefined && reason === undefined) return result;
  return { result: openJson(result), output: openJson(output), files, reason };
}

function without(value: unknown, names: readonly string[]): unknown {
  if (!isContainer(value) || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name)));
}
