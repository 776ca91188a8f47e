import { stringifyJson } from "../../base/json/stringifyJson.ts";
import { oneLine } from "../../base/text/oneLine.ts";
import { markdownInLine } from "../../base/text/plainMarkdown.ts";
import { callEnding } from "../../model/callStates.ts";
import type { MarkedPiece, StepCell, StepIcon } from "../../protocol/compare/compareViews.ts";
import type { StepView } from "../../protocol/storyViews.ts";
import type { ComparedStep } from "../../runs/compare/bodies/rowSentence.ts";
import type { ValueStep } from "../../runs/compare/comparison.ts";
import { stepParts } from "../../runs/story/stepParts.ts";
import type { StoryStep } from "../../runs/story/storySteps.ts";
import { stepView } from "../panel/story/stepView.ts";

/** Of a step that is equal in both runs, in characters: it is one line. */
const longestLine = 300;

/** A step as its column shows it, in a line. @param text prose, in which what differs is marked */
export function stepCell(step: ComparedStep, text?: readonly MarkedPiece[]): StepCell {
  if ("value" in step) return valueCell(step);
  const view = stepView(step, "");
  const icon = iconOf(step);
  if (text !== undefined) return { icon, text };
  if (view.kind === "tool") return { icon, name: view.name, summary: callLine(view) };
  if (view.kind === "other") return { icon, name: view.type, summary: line(view.text) };
  return { icon, text: [[line(proseOf(step, view)), false]] };
}

function valueCell({ kind, value }: ValueStep): StepCell {
  const isNothing = value === undefined || value === null;
  const summary = isNothing ? "none" : line(stringifyJson(value) ?? "");
  return kind === "input"
    ? { icon: "started", name: "Input", summary }
    : { icon: "completed", name: "Output", summary };
}

/** A step in words, unless it is a call. */
function proseOf(step: StoryStep, view: Exclude<StepView, { kind: "tool" | "other" }>): string {
  if (view.kind === "text") return view.code ? view.text : markdownInLine(view.text.slice(0, 4 * longestLine));
  const title = "title" in view && view.kind !== "started" ? view.title : stepParts(step).title;
  const words = view.kind === "failed" ? [view.code, view.reason ?? view.message] : ["text" in view ? view.text : ""];
  return [title, ...words].filter(Boolean).join(": ");
}

function callLine(view: Extract<StepView, { kind: "tool" }>): string {
  const why = view.failure ?? view.reason;
  return [view.summary, callEnding(view.state), why].filter(Boolean).join(" · ");
}

function iconOf(step: StoryStep): StepIcon {
  if (step.kind === "text") return step.object.includes("reasoning") ? "reasoning" : "text";
  return step.kind === "tool" ? "tool" : step.kind;
}

function line(text: string): string {
  return oneLine(text, longestLine);
}
