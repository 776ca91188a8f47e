import type { StoryChange, StoryItem } from "../../protocol/viewModels.ts";
import { firstAbove } from "./firstAbove.ts";

/** Applies a batch of changes; items that did not change keep their identity, so that they are not drawn again. */
export function changeStory(items: readonly StoryItem[], changes: readonly StoryChange[]): readonly StoryItem[] {
  if (changes.length === 0) return items;
  const next = [...items];
  for (const change of changes) {
    if ("upsert" in change) upsert(next, change.upsert);
    else append(next, change);
  }
  return next;
}

/** An item keeps the sequence that it came with: so one that is known is found without looking at all of them. */
function upsert(items: StoryItem[], item: StoryItem): void {
  const place = firstAbove(items, item.sequence);
  for (let known = place - 1; items[known]?.sequence === item.sequence; known -= 1) {
    if (items[known]!.id !== item.id) continue;
    items[known] = item;
    return;
  }
  items.splice(place, 0, item);
}

/** Text for an item that is not here, or is no text, cannot be placed: the extension's next snapshot brings it. */
function append(items: StoryItem[], { id, append: text }: Extract<StoryChange, { append: string }>): void {
  const place = items.findLastIndex((item) => item.id === id);
  const item = items[place];
  if (item?.kind === "text") items[place] = { ...item, text: item.text + text };
}

/** Items that belong together, under a head if they have an iteration. */
export interface StoryGroup {
  key: string;
  iteration?: number;
  items: readonly StoryItem[];
  /** When the next group began, milliseconds since the start of the run. */
  until?: number;
}

/**
 * Cuts the story at each change of iteration. What bears none joins the group it stands in; what stands before the
 * first iteration belongs to it. Groups that did not change keep their identity.
 */
export function groupStory(items: readonly StoryItem[], before: readonly StoryGroup[]): readonly StoryGroup[] {
  const groups: { iteration?: number; items: StoryItem[] }[] = [];
  for (const item of items) {
    const current = groups.at(-1);
    if (current && (item.iteration === undefined || item.iteration === current.iteration)) {
      current.items.push(item);
    } else if (current && current.iteration === undefined && item.iteration !== undefined) {
      current.iteration = item.iteration;
      current.items.push(item);
    } else {
      groups.push(item.iteration === undefined ? { items: [item] } : { iteration: item.iteration, items: [item] });
    }
  }
  return groups.map((group, index) => {
    const key = group.items[0]!.id;
    const until = groups[index + 1]?.items[0]?.at;
    const old = before[index];
    if (
      old &&
      old.key === key &&
      old.iteration === group.iteration &&
      old.until === until &&
      same(old.items, group.items)
    ) {
      return old;
    }
    return { ...group, key, ...(until === undefined ? {} : { until }) };
  });
}

function same(a: readonly StoryItem[], b: readonly StoryItem[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
