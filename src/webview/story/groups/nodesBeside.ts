import type { StepView } from "../../../protocol/storyViews.ts";
import type { StoryGroup } from "./storyGroups.ts";

/** One group, or nodes that ran at the same time. */
export interface NodesGroup {
  readonly groups: readonly [StoryGroup, ...StoryGroup[]];
}

/** Puts nodes that ran at the same time side by side: those that say one thing each, in no iterations. */
export function besides(groups: readonly StoryGroup[]): NodesGroup[] {
  const parts: [StoryGroup, ...StoryGroup[]][] = [];
  let end = -Infinity;
  for (const group of groups) {
    const last = parts.at(-1);
    const from = group.items[0]?.at;
    const plain = isPlain(group);
    if (last && plain && from !== undefined && from < end) last.push(group);
    else {
      parts.push([group]);
      end = -Infinity;
    }
    if (plain) end = Math.max(end, endOf(group));
  }
  return parts.map((each) => ({ groups: each }));
}

/** The longest text that stands in a card beside others, in characters: a longer one is read below them. */
const longest = 20_000;

function isPlain({ speaker, iteration, items }: StoryGroup): boolean {
  if (speaker?.group !== "llms" || iteration !== undefined) return false;
  return (
    items.length < 4 &&
    items.every((item) => item.kind === "tool" || (item.kind === "text" && item.text.length < longest))
  );
}

function endOf({ items }: StoryGroup): number {
  return Math.max(...items.map((item) => (goesOn(item) ? Infinity : (item.until ?? item.at ?? -Infinity))));
}

function goesOn(item: StepView): boolean {
  return item.kind === "text" ? item.growing : item.kind === "tool" && item.state === "running";
}

/** How long nodes at the same time took together, in milliseconds; `undefined` while one of them goes on. */
export function spanOfNodes(groups: readonly StoryGroup[]): number | undefined {
  const from = Math.min(...groups.map(({ items }) => items[0]?.at ?? Number.NaN));
  const to = Math.max(...groups.map(endOf));
  return Number.isFinite(to - from) ? to - from : undefined;
}
