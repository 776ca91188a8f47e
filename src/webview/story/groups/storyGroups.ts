import type { SpeakerView, StepView } from "../../../protocol/storyViews.ts";
import { endKey, SpeakerNames } from "../speakers/speakerNames.ts";

/** What one speaker does in one iteration, or what no iteration and no speaker is named for. */
export interface StoryGroup {
  key: string;
  iteration?: number;
  /** In a story with several speakers. */
  speaker?: SpeakerView;
  items: readonly StepView[];
  /** The steps of a sub-agent, by the item of the call that asked it. */
  inside: ReadonlyMap<string, readonly StepView[]>;
  /** When it was over: the beginning of what follows it, or its own end. Milliseconds since the start of the run. */
  until?: number;
}

interface OpenGroup {
  key: string;
  iteration?: number;
  speaker?: SpeakerView;
  items: StepView[];
  inside: Map<string, StepView[]>;
  /** When something of it was last heard of. */
  end: number;
  /** As it was given out, until something changes. */
  shown?: StoryGroup | undefined;
}

/** Where an item stands. */
interface Home {
  group: OpenGroup;
  list: StepView[];
  at: number;
}

/** A whole story in groups. */
export function groupStory(items: readonly StepView[]): readonly StoryGroup[] {
  return new StoryGrouper().group(items);
}

/**
 * Puts the items of each speaker and iteration together, also when others speak in between, and the steps of a
 * sub-agent with the call that asked it. What names nobody joins the group it stands in; what comes before the first
 * iteration belongs to it, unless several speak. It goes on where it was: a batch costs what is new in it, and groups
 * that did not change keep their identity.
 */
export class StoryGrouper {
  #items: readonly StepView[] = [];
  #shown: readonly StoryGroup[] = [];
  #groups: OpenGroup[] = [];
  /** The group that the item before stands in. */
  #last: OpenGroup | undefined;
  /** The newest group of each speaker. */
  #newest = new Map<string, OpenGroup>();
  #homes = new Map<string, Home>();
  #names = new SpeakerNames();

  /** As they were when they were last asked for. */
  get shown(): readonly StoryGroup[] {
    return this.#shown;
  }

  group(items: readonly StepView[]): readonly StoryGroup[] {
    if (items === this.#items) return this.#shown;
    const before = this.#items;
    this.#items = items;
    if (!this.#goOn(before, items)) this.#begin(items);
    this.#shown = this.#groups.map((group, index) => show(group, this.#groups[index + 1]));
    return this.#shown;
  }

  /** Takes what is new and what has changed; `false` when something may have to stand elsewhere. */
  #goOn(before: readonly StepView[], items: readonly StepView[]): boolean {
    if (items.length < before.length || before.length === 0) return false;
    for (let index = 0; index < before.length; index += 1) {
      const item = items[index]!;
      const old = before[index]!;
      if (item === old) continue;
      const home = this.#homes.get(item.id);
      if (!home || !standsWith(item, old)) return false;
      home.list[home.at] = item;
      changed(home.group, item);
    }
    for (let index = before.length; index < items.length; index += 1) {
      if (this.#names.learn(items[index]!)) return false;
      this.#add(items[index]!);
    }
    return true;
  }

  #begin(items: readonly StepView[]): void {
    this.#groups = [];
    this.#last = undefined;
    this.#newest = new Map();
    this.#homes = new Map();
    this.#names = new SpeakerNames();
    for (const item of items) this.#names.learn(item);
    for (const item of items) this.#add(item);
  }

  #add(item: StepView): void {
    const call = item.speaker?.calledBy;
    const asking = call === undefined ? undefined : this.#homes.get(call);
    if (asking && call !== undefined) {
      const list = asking.group.inside.get(call) ?? [];
      asking.group.inside.set(call, list);
      this.#put(item, asking.group, list);
      return;
    }
    const speaker = this.#names.speakerOf(item);
    const group = this.#groupFor(item, speaker);
    if (!hasHead(group)) Object.assign(group, headOf(item.iteration, speaker));
    if (group.speaker) this.#newest.set(group.speaker.key, group);
    this.#last = group;
    this.#put(item, group, group.items);
  }

  #groupFor(item: StepView, speaker: SpeakerView | undefined): OpenGroup {
    const last = this.#last;
    const known = speaker ? this.#newest.get(speaker.key) : last;
    if (known && joins(item, speaker, known)) return known;
    if (speaker && last && joins(item, speaker, last)) return last;
    const group: OpenGroup = {
      key: item.id,
      ...headOf(item.iteration, speaker),
      items: [],
      inside: new Map(),
      end: -Infinity,
    };
    // The end of a workflow stands below its nodes, also below one whose failure is told last.
    if (this.#groups.at(-1)?.speaker?.key === endKey) this.#groups.splice(-1, 0, group);
    else this.#groups.push(group);
    return group;
  }

  #put(item: StepView, group: OpenGroup, list: StepView[]): void {
    this.#homes.set(item.id, { group, list, at: list.length });
    list.push(item);
    changed(group, item);
  }
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

function changed(group: OpenGroup, { at = -Infinity, until = at }: StepView): void {
  group.end = Math.max(group.end, until);
  group.shown = undefined;
}

function show(group: OpenGroup, next: OpenGroup | undefined): StoryGroup {
  const goesOn = next && (group.speaker === undefined || next.speaker?.key === group.speaker.key);
  const until = goesOn ? next.items[0]?.at : Number.isFinite(group.end) && group.speaker ? group.end : undefined;
  if (group.shown && group.shown.until === until) return group.shown;
  const { key, iteration, speaker, items, inside } = group;
  group.shown = {
    key,
    ...headOf(iteration, speaker),
    items: [...items],
    inside: new Map([...inside].map(([call, steps]) => [call, [...steps]])),
    ...(until === undefined ? {} : { until }),
  };
  return group.shown;
}

/** Whether a newer form of an item belongs where the older one stood. */
function standsWith(item: StepView, old: StepView): boolean {
  return (
    item.id === old.id &&
    item.iteration === old.iteration &&
    item.speaker?.key === old.speaker?.key &&
    item.speaker?.calledBy === old.speaker?.calledBy
  );
}

function joins({ iteration }: StepView, speaker: SpeakerView | undefined, group: OpenGroup): boolean {
  if (iteration === undefined && speaker === undefined) return true;
  // What comes before the first iteration belongs to it, but not to the first of several speakers.
  if (!hasHead(group)) return speaker === undefined;
  return iteration === group.iteration && speaker?.key === group.speaker?.key;
}

function headOf(
  iteration: number | undefined,
  speaker: SpeakerView | undefined,
): Pick<StoryGroup, "iteration" | "speaker"> {
  return { ...(iteration === undefined ? {} : { iteration }), ...(speaker === undefined ? {} : { speaker }) };
}
