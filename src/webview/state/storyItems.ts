import type { SpeakerView, StoryChange, StoryItem } from "../../protocol/viewModels.ts";
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

/** Items that belong together, under a head if they have an iteration, or one of several speakers. */
export interface StoryGroup {
  key: string;
  iteration?: number;
  /** In a story with several speakers. */
  speaker?: SpeakerView;
  items: readonly StoryItem[];
  /** When the next group began, milliseconds since the start of the run. */
  until?: number;
}

interface OpenGroup {
  iteration?: number;
  speaker?: SpeakerView;
  items: StoryItem[];
}

/**
 * Cuts the story at each change of speaker and iteration. What bears none joins the group it stands in; what stands before the
 * first iteration belongs to it, unless several speak. Groups that did not change keep their identity.
 */
export function groupStory(items: readonly StoryItem[], before: readonly StoryGroup[]): readonly StoryGroup[] {
  const groups: OpenGroup[] = [];
  const several = hasSeveralSpeakers(items);
  for (const item of items) {
    const current = groups.at(-1);
    const speaker = several ? item.speaker : undefined;
    if (current && joins(item, speaker, current)) current.items.push(item);
    else groups.push({ ...headOf(item.iteration, speaker), items: [item] });
    if (current && current === groups.at(-1) && !hasHead(current)) Object.assign(current, headOf(item.iteration, speaker));
  }
  return groups.map((group, index) => {
    const key = group.items[0]!.id;
    const until = groups[index + 1]?.items[0]?.at;
    const old = before[index];
    if (
      old &&
      old.key === key &&
      old.iteration === group.iteration &&
      old.speaker?.key === group.speaker?.key &&
      old.until === until &&
      same(old.items, group.items)
    ) {
      return old;
    }
    return { ...group, key, ...(until === undefined ? {} : { until }) };
  });
}

/** Whether a group stands under a head. */
export function hasHead({ iteration, speaker }: Pick<StoryGroup, "iteration" | "speaker">): boolean {
  return iteration !== undefined || speaker !== undefined;
}

/** What a group is called: *Refund agent, iteration 2*, *Iteration 2*, *Summarizer*. */
export function groupName({ iteration, speaker }: Pick<StoryGroup, "iteration" | "speaker">): string {
  if (speaker === undefined) return `Iteration ${iteration}`;
  return iteration === undefined ? speaker.name : `${speaker.name}, iteration ${iteration}`;
}

function hasSeveralSpeakers(items: readonly StoryItem[]): boolean {
  const first = items.find(({ speaker }) => speaker !== undefined)?.speaker?.key;
  return first !== undefined && items.some(({ speaker }) => speaker !== undefined && speaker.key !== first);
}

function joins({ iteration }: StoryItem, speaker: SpeakerView | undefined, group: OpenGroup): boolean {
  if (iteration === undefined && speaker === undefined) return true;
  // What comes before the first iteration belongs to it, but not to the first of several speakers.
  if (!hasHead(group)) return speaker === undefined;
  return iteration === group.iteration && speaker?.key === group.speaker?.key;
}

function headOf(iteration: number | undefined, speaker: SpeakerView | undefined): Pick<StoryGroup, "iteration" | "speaker"> {
  return { ...(iteration === undefined ? {} : { iteration }), ...(speaker === undefined ? {} : { speaker }) };
}

function same(a: readonly StoryItem[], b: readonly StoryItem[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
