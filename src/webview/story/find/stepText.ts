import type { StepView } from "../../../protocol/storyViews.ts";

/** Words of an item, and what must be open for them to be seen. */
export interface ItemWords {
  text: string;
  folds: readonly string[];
}

/** All that an item says, open or folded. */
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

/** What a side of a call is known by when it is open in whole. */
export function sideId(call: string, side: SideName): string {
  return `${call} ${side}`;
}

/** What the sides of a sub-agent's call are known by when they are open: they stand between its line and its steps. */
export function sidesId(call: string): string {
  return `${call} sides`;
}
