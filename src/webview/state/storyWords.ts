import type { StoryItem } from "../../protocol/viewModels.ts";

/** Words of an item, and what must be open for them to be seen. */
export interface ItemWords {
  text: string;
  folds: readonly string[];
}

/** All that an item says, open or folded. */
export function wordsOf(item: StoryItem): ItemWords[] {
  const seen = (...texts: (string | undefined)[]): ItemWords[] => texts.flatMap((text) => (text ? [{ text, folds: [] }] : []));
  const folded = (text: string | undefined, ...folds: string[]): ItemWords[] => (text ? [{ text, folds }] : []);
  switch (item.kind) {
    case "started":
      return seen(item.title);
    case "tool":
      return [
        ...seen(item.name, item.reason),
        ...folded(item.input, item.id, sideId(item.id, "Input")),
        ...folded(item.result, item.id, sideId(item.id, "Result")),
      ];
    case "request":
    case "notice":
    case "answer":
      return [...seen(item.title, item.text), ...folded(item.details, item.id)];
    case "failed":
      return [...seen(item.code, item.message, item.details), ...folded(item.traceback, item.id)];
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

/** What a side of a call is known by when it is open in whole. */
export function sideId(call: string, side: "Input" | "Result"): string {
  return `${call} ${side}`;
}
