import { tableText } from "#model/shortTable.ts";
import type { MessageView, NodeView, StepView, TracebackView } from "#workbench/panel/page/storyViews.ts";

/** A text of a step, and what has to be expanded to show it. */
export interface StepWords {
  text: string;
  folds: readonly string[];
}

/** All texts of a step, expanded or collapsed. */
export function wordsOf(step: StepView): StepWords[] {
  const seen = (...texts: (string | undefined)[]): StepWords[] =>
    texts.flatMap((text) => (text ? [{ text, folds: [] }] : []));
  const folded = (text: string | undefined, ...folds: string[]): StepWords[] => (text ? [{ text, folds }] : []);
  switch (step.kind) {
    case "tool":
      return [
        ...seen(step.name, step.reason, step.failure, step.blocked?.by, step.blocked?.why),
        ...folded(step.input, step.id, sidesId(step.id), sideId(step.id, "Input")),
        ...folded(step.result, step.id, sidesId(step.id), sideId(step.id, "Result")),
        ...folded(step.output, step.id, sidesId(step.id), sideId(step.id, "Other Output")),
        ...folded(tracebackText(step), step.id, sidesId(step.id), tracebackId(step.id), framesId(step.id)),
      ];
    case "model":
      return [
        ...seen(step.model, step.failure),
        ...(step.messages ?? []).flatMap((each, index) => messageWords(each, step.id, index)),
        ...(step.reply ? messageWords(step.reply, step.id, "reply") : []),
        ...folded(step.usage, step.id),
        ...folded(tracebackText(step), step.id, tracebackId(step.id), framesId(step.id)),
      ];
    case "started":
      return seen(step.title);
    case "text":
    case "reasoning":
      return seen(step.text);
    case "blocked":
      return seen(step.title, step.point, step.blocked.why);
    case "failed":
      return [
        ...seen(step.reason, step.message, step.code, step.details),
        ...seen(...(step.facts ?? []).map(({ value }) => value)),
        ...folded(step.frames ? tracebackText(step) : step.traceback, step.id, framesId(step.id)),
      ];
    case "workflow":
      return seen(step.title, step.text, ...step.nodes.flatMap(nodeWords));
    case "other":
      return [...seen(step.type, step.name, step.fields), ...folded(step.text, step.id)];
    default:
      return [...seen(step.title, step.by, step.text), ...folded(step.details, step.id)];
  }
}

function messageWords({ text, calls = [] }: MessageView, step: string, at: number | "reply"): StepWords[] {
  const asked = calls.flatMap(({ name, input }) => [name, input]);
  const shown = asked.map((each) => ({ text: each, folds: [step] }));
  return [{ text, folds: [step, messageId(step, at)] }, ...shown].filter((each) => each.text !== "");
}

/** A traceback as it is shown. */
function tracebackText({ traceback, frames, tracebackEnd }: TracebackView): string | undefined {
  if (!frames) return traceback;
  const lines = frames.flatMap(({ location, name, code }) => [name === "" ? location : `${location} in ${name}`, code]);
  return [...lines, tracebackEnd].filter((line) => line !== undefined).join("\n");
}

function nodeWords({ name, reason, inside, tables = [] }: NodeView): (string | undefined)[] {
  return [name, reason ?? inside?.names, ...tables.map(tableText)];
}

/** Whether the panel has only the beginning of one of its texts. */
export function isCut(step: StepView): boolean {
  return ["inputLength", "resultLength", "outputLength", "detailsLength", "textLength"].some((name) => name in step);
}

/** Whether the page doesn't have the messages of a model call, because nobody has unfolded it. */
export function isUnsent(step: StepView): boolean {
  return step.kind === "model" && step.messages === undefined && step.messageCount > 0;
}

export type SideName = "Input" | "Result" | "Other Output";

/** The id of a side of a call when it is shown in full. */
export function sideId(call: string, side: SideName): string {
  return `${call} ${side}`;
}

/** The id of a message of a model call when it is shown in full. */
export function messageId(step: string, at: number | "reply"): string {
  return `${step} message ${at}`;
}

/** The id of the traceback of a call when it is collapsed. */
export function tracebackId(call: string): string {
  return `${call} traceback`;
}

/** The id of the earlier frames of a step's traceback when they are shown. */
export function framesId(step: string): string {
  return `${step} frames`;
}

/** The id of the sides of a sub-agent's call when they are shown: they are between its line and its steps. */
export function sidesId(call: string): string {
  return `${call} sides`;
}
