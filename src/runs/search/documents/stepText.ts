import { isContainer } from "../../../base/json/exactNumber.ts";
import { errorSummary } from "../../labels/errorSummary.ts";
import type { StoryStep, ToolStep, WorkflowStep } from "../../story/storySteps.ts";
import type { IndexedText } from "../indexTypes.ts";
import { flatText } from "./flatJson.ts";

type StepText = Pick<IndexedText, "kind" | "name" | "text">;

/** What is searched of a step; `undefined` for a step without words of its own. */
export function stepText(step: StoryStep): StepText | undefined {
  switch (step.kind) {
    case "text":
      return { kind: "text", name: step.speaker?.name ?? "", text: step.code ? flatText(step.text) : step.text };
    case "tool":
      return { kind: "tool", name: step.name, text: toolText(step) };
    case "request":
      return { kind: "request", name: step.request, text: joined(step.prompt, flatText(rest(step.data))) };
    case "notice":
      return { kind: "request", name: step.kind, text: step.text };
    case "answer":
      return { kind: "answer", name: "", text: joined(step.prompt, flatText(rest(step.data))) };
    case "workflow":
      return { kind: "workflow", name: "", text: workflowText(step) };
    case "failed":
      return { kind: "error", name: errorSummary(step.error).code ?? "", text: flatText(step.error) };
    case "other":
      return { kind: "other", name: step.type, text: flatText(step.data) };
    case "started":
    case "paused":
    case "resumed":
    case "completed":
    case "canceled":
      return undefined;
  }
}

function toolText({ input, inputText, result, output, files, progress, reason }: ToolStep): string {
  const given = input === undefined || input === null ? (inputText ?? "") : flatText(input);
  return joined(given, progress, flatText(result), flatText(output), flatText(files), reason);
}

function workflowText({ error, nodes }: WorkflowStep): string {
  const ofNodes = nodes.map(({ name, status, error: reason }) =>
    joined(`${name}: ${status}`, reason === undefined ? "" : flatText(reason)),
  );
  return joined(flatText(error), ...ofNodes);
}

/** The fields of an event's data that say something: not its ids, and not the prompt, which the step has. */
function rest(data: unknown): unknown {
  if (!isContainer(data) || Array.isArray(data)) return data;
  const aside = new Set(["id", "request_id", "object", "prompt", "iteration"]);
  return Object.fromEntries(Object.entries(data).filter(([key]) => !aside.has(key)));
}

function joined(...texts: (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join(" · ");
}
