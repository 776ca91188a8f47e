import type { StepView } from "../../../protocol/storyViews.ts";

/** A text of a step, and what has to be expanded to show it. */
export interface ItemWords {
  text: string;
  folds: readonly string[];
}

/** All texts of a step, expanded or collapsed. */
export function wordsOf(item: StepView): ItemWords[] {
  const seen = (...texts: (string | undefined)[]): ItemWords[] =>
    texts.flatMap((text) => (text ? [{ text, folds: [] }] : []));
  const folded = (text: string | undefined, ...folds: string[]): ItemWords[] => (text ? [{ text, folds }] : []);
  switch (item.kind) {
    case "started":
      return seen(item.title);
    case "tool":
      return [
        ...seen(item.name, item.reason, item.failure),
        ...folded(item.input, item.id, sidesId(item.id), sideId(item.id, "Input")),
        ...folded(item.result, item.id, sidesId(item.id), sideId(item.id, "Result")),
        ...folded(item.output, item.id, sidesId(item.id), sideId(item.id, "Also Returned")),
      ];
    case "request":
    case "notice":
    case "answer":
      return [...seen(item.title, item.text), ...folded(item.details, item.id)];
    case "failed":
      return [
        ...seen(item.reason, item.code, item.message, item.details),
        ...seen(...(item.facts ?? []).map(({ value }) => value)),
        ...folded(item.traceback, item.id),
      ];
    case "workflow":
      return seen(item.title, item.text, ...item.nodes.flatMap(({ name, reason }) => [name, reason]));
    case "other":
      return seen(item.type, item.text);
    case "text":
    case "paused":
    case "resumed":
    case "completed":
    case "canceled":
      return seen(item.text);
  }
}

export type SideName = "Input" | "Result" | "Also Returned";

/** The id of a side of a call when it is shown in full. */
export function sideId(call: string, side: SideName): string {
  return `${call} ${side}`;
}

/** The id of the sides of a sub-agent's call when they are shown: they are between its line and its steps. */
export function sidesId(call: string): string {
  return `${call} sides`;
}
