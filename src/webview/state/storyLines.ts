import type { StoryItem } from "../../protocol/viewModels.ts";
import { hasHead, type StoryGroup } from "./storyItems.ts";

/** An iteration and the lines that it takes, the first one its head if it has one. */
interface StoryStretch {
  group: StoryGroup;
  first: number;
  last: number;
}

/** The story as a list of lines: an item each, or the head of an iteration. */
export interface StoryLines {
  items: readonly (StoryItem | undefined)[];
  stretches: readonly StoryStretch[];
}

export function storyLines(groups: readonly StoryGroup[]): StoryLines {
  const items: (StoryItem | undefined)[] = [];
  const stretches = groups.map((group) => {
    const first = items.length;
    if (hasHead(group)) items.push(undefined);
    for (const item of group.items) items.push(item);
    return { group, first, last: items.length - 1 };
  });
  return { items, stretches };
}

/** The line of an item, -1 without one. */
export function lineOf({ items }: StoryLines, sequence: number | undefined): number {
  return sequence === undefined ? -1 : items.findIndex((item) => item?.sequence === sequence);
}
