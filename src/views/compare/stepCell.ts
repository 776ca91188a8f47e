import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { oneLine } from "../../base/text/oneLine.ts";
import { markdownInLine } from "../../base/text/plainMarkdown.ts";
import type { MarkedPiece, StepCell, StepIcon } from "../../protocol/compare/compareViews.ts";
import type { StepView } from "../../protocol/storyViews.ts";
import type { ComparedStep } from "../../runs/compare/bodies/rowSentence.ts";
import type { ValueStep } from "../../runs/compare/comparison.ts";
import type { StoryStep, ToolStep } from "../../runs/story/storySteps.ts";
import { stepView } from "../panel/story/stepView.ts";

/** Of a step that is equal in both runs, in characters: it is one line. */
const longestLine = 300;

const endings: Readonly<Record<ToolStep["state"], string>> = {
  running: "running",
  finished: "",
  unfinished: "unfinished",
  failed: "failed",
  discarded: "discarded",
  skipped: "skipped",
};

/** A step as its column shows it, in a line. @param text prose, in which what differs is marked */
export function stepCell(step: ComparedStep, text?: readonly MarkedPiece[]): StepCell {
  if ("value" in step) return valueCell(step);
  const view = stepView(step, "");
  const icon = iconOf(step);
  if (text !== undefined) return { icon, text };
  if (view.kind === "tool") return { icon, name: view.name, summary: callLine(view) };
  if (view.kind === "other") return { icon, name: view.type, summary: line(view.text) };
  return { icon, text: [[line(proseOf(view)), false]] };
}

function valueCell({ kind, value }: ValueStep): StepCell {
  const isNothing = value === undefined || value === null;
  const summary = isNothing ? "none" : line(stringifyJson(value) ?? "");
  return kind === "input"
    ? { icon: "started", name: "Input", summary }
    : { icon: "completed", name: "Output", summary };
}

/** A step in words, unless it is a call. */
function proseOf(view: Exclude<StepView, { kind: "tool" | "other" }>): string {
  switch (view.kind) {
    case "text":
      return view.code ? view.text : markdownInLine(view.text.slice(0, 4 * longestLine));
    case "started":
      return "Run started";
    case "completed":
      return "Run completed";
    case "canceled":
      return "Run canceled";
    case "resumed":
      return "Resumed";
    case "paused":
      return ["Paused", view.text].filter(Boolean).join(": ");
    case "request":
    case "answer":
    case "notice":
      return [view.title, view.text].filter(Boolean).join(": ");
    case "failed":
      return ["Failed", view.code, view.reason ?? view.message].filter(Boolean).join(": ");
    case "workflow":
      return [view.title, view.text].filter(Boolean).join(": ");
  }
}

function callLine(view: Extract<StepView, { kind: "tool" }>): string {
  const ending = endings[view.state];
  const why = view.failure ?? view.reason;
  return [view.summary, ending, why].filter(Boolean).join(" · ");
}

function iconOf(step: StoryStep): StepIcon {
  if (step.kind === "text") return step.object.includes("reasoning") ? "reasoning" : "text";
  return step.kind === "tool" ? "tool" : step.kind;
}

function line(text: string): string {
  return oneLine(text, longestLine);
}
