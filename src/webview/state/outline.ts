import type { StoryItem } from "../../protocol/viewModels.ts";
import { hasHead, type StoryGroup } from "./storyItems.ts";

type Call = Extract<StoryItem, { kind: "tool" }>;
type Failure = Extract<StoryItem, { kind: "failed" }>;
type Request = Extract<StoryItem, { kind: "request" | "notice" | "answer" }>;

/** A line of the outline: an iteration, or what in it one may look for. */
export type OutlineEntry =
  | { kind: "iteration"; sequence: number; group: StoryGroup; current: boolean }
  | { kind: "item"; sequence: number; item: Call | Failure | Request };

export function outline(groups: readonly StoryGroup[]): OutlineEntry[] {
  return groups.flatMap((group, index): OutlineEntry[] => {
    const entries = group.items.flatMap((item): OutlineEntry[] =>
      item.kind === "tool" || item.kind === "failed" || (item.kind === "request" && item.pending)
        ? [{ kind: "item", sequence: item.sequence, item }]
        : [],
    );
    if (!hasHead(group)) return entries;
    const current = index === groups.length - 1;
    return [{ kind: "iteration", sequence: group.items[0]!.sequence, group, current }, ...entries];
  });
}
