import type { StepView } from "../../../protocol/storyViews.ts";
import type { StoryGroup } from "./storyGroups.ts";

/** One group, or nodes that ran in parallel. */
export interface NodesGroup {
  readonly groups: readonly [StoryGroup, ...StoryGroup[]];
}

/** Puts parallel nodes side by side, if they have one text each and no iterations. */
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

/** In characters: the longest text in a card beside others. A longer one is shown below them. */
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

/** How long parallel nodes took together, in milliseconds; `undefined` while one of them runs. */
export function spanOfNodes(groups: readonly StoryGroup[]): number | undefined {
  const from = Math.min(...groups.map(({ items }) => items[0]?.at ?? Number.NaN));
  const to = Math.max(...groups.map(endOf));
  return Number.isFinite(to - from) ? to - from : undefined;
}
