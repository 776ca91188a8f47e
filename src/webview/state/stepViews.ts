import type { StoryChange, StepView } from "../../protocol/storyViews.ts";
import { firstAbove } from "./firstAbove.ts";

/** Applies a batch of changes. Unchanged steps keep their identity, so that they aren't drawn again. */
export function changeStory(items: readonly StepView[], changes: readonly StoryChange[]): readonly StepView[] {
  if (changes.length === 0) return items;
  const next = [...items];
  for (const change of changes) {
    if ("upsert" in change) upsert(next, change.upsert);
    else append(next, change);
  }
  return next;
}

/** A step keeps its first sequence, so a known step is found without visiting all of them. */
function upsert(items: StepView[], item: StepView): void {
  const place = firstAbove(items, item.sequence);
  for (let known = place - 1; items[known]?.sequence === item.sequence; known -= 1) {
    if (items[known]!.id !== item.id) continue;
    items[known] = item;
    return;
  }
  items.splice(place, 0, item);
}

/**
 * Text for a step that isn't here, or that isn't a text, can't be placed. The extension's next snapshot contains it.
 */
function append(items: StepView[], { id, append: text }: Extract<StoryChange, { append: string }>): void {
  const place = items.findLastIndex((item) => item.id === id);
  const item = items[place];
  if (item?.kind === "text") items[place] = { ...item, text: item.text + text };
}
