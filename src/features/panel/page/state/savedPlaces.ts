import type { EventGroup } from "../eventViews.ts";
import {
  createViewMemory,
  type EventPlace,
  type EventsMemory,
  type StoryMemory,
  type TreeMemory,
  type ViewMemory,
} from "./viewMemory.ts";

/** More expanded nodes aren't saved, because VS Code copies the saved state at every change. */
const mostOpen = 500;

interface SavedEvents {
  groups: readonly EventGroup[];
  failedOnly: boolean;
  query: string;
  wrap: boolean;
  atEnd: boolean;
  open: number[];
  selected?: number;
  seen?: number;
  place?: EventPlace;
}

interface SavedTree {
  top: number;
  selected: string;
  open: string[];
  query: string;
}

interface SavedStory {
  atEnd: boolean;
  landed: boolean;
  sawRunning: boolean;
  /** What was expanded, and what was collapsed. */
  open: string[];
  folded: string[];
  place?: EventPlace;
}

interface SavedPlaces {
  runId: string;
  /** The speaker whose steps are shown alone. */
  speaker?: string;
  story?: SavedStory;
  events?: SavedEvents;
  input: SavedTree;
  output: SavedTree;
}

/**
 * The reader's places as they are saved while the panel is hidden: by sequence, since other rows may come first later.
 */
export function placesOf(memory: ViewMemory): SavedPlaces {
  const { story, events, trees } = memory;
  return {
    runId: memory.runId ?? "",
    speaker: memory.speaker,
    story: story.opened ? storyOf(story) : undefined,
    events: events.opened ? eventsOf(events) : undefined,
    input: treeOf(trees.input),
    output: treeOf(trees.output),
  };
}

/**
 * Parsed by hand: zod would add 83 KB to the panel's 201 KB, which each panel loads before it shows anything.
 *
 * @param saved the result of `placesOf`, or a value of an older version
 */
export function memoryFrom(saved: unknown): ViewMemory {
  const memory = createViewMemory();
  const places = fields<SavedPlaces>(saved);
  if (typeof places.runId !== "string") return memory;
  memory.runId = places.runId;
  if (typeof places.speaker === "string") memory.speaker = places.speaker;
  if (places.story) restoreStory(memory.story, fields<SavedStory>(places.story));
  if (places.events) restoreEvents(memory.events, fields<SavedEvents>(places.events));
  restoreTree(memory.trees.input, fields<SavedTree>(places.input));
  restoreTree(memory.trees.output, fields<SavedTree>(places.output));
  return memory;
}

function storyOf({ atEnd, landed = false, sawRunning = false, open, place }: StoryMemory): SavedStory {
  const some = [...open].slice(-mostOpen);
  const ids = (isOpen: boolean): string[] => some.flatMap(([id, each]) => (each === isOpen ? [id] : []));
  return { atEnd, landed, sawRunning, open: ids(true), folded: ids(false), place };
}

function restoreStory(memory: StoryMemory, saved: Partial<SavedStory>): void {
  const { atEnd, landed, sawRunning, open, folded, place } = saved;
  for (const id of texts(open)) memory.open.set(id, true);
  for (const id of texts(folded)) memory.open.set(id, false);
  if (landed === true) memory.landed = true;
  if (sawRunning === true) memory.sawRunning = true;
  const { sequence, below } = fields<EventPlace>(place);
  if (atEnd === true) Object.assign(memory, { opened: true, atEnd: true });
  else if (isNumber(sequence) && isNumber(below))
    Object.assign(memory, { opened: true, target: sequence, land: -below, place: { sequence, below } });
}

function eventsOf(memory: EventsMemory): SavedEvents {
  const { filter, query, wrap, atEnd, open, selected, seen, wanted, place = wanted } = memory;
  return {
    ...filter,
    query,
    wrap,
    atEnd,
    open: [...open].slice(-mostOpen),
    selected,
    seen: Number.isFinite(seen) ? seen : undefined,
    place,
  };
}

function restoreEvents(memory: EventsMemory, saved: Partial<SavedEvents>): void {
  const { failedOnly, query, wrap, atEnd, selected, seen, place } = saved;
  const groups = texts(saved.groups).filter((group) => Object.hasOwn(eventGroups, group)) as EventGroup[];
  const filter = { groups, failedOnly: failedOnly === true };
  Object.assign(memory, { filter, query: text(query), wrap: wrap !== false, atEnd: atEnd === true, opened: true });
  memory.open = new Set(Array.isArray(saved.open) ? saved.open.filter(isNumber) : []);
  if (isNumber(seen)) memory.seen = seen;
  if (isNumber(selected)) memory.selected = selected;
  const { sequence, below } = fields<EventPlace>(place);
  if (isNumber(sequence) && isNumber(below) && !memory.atEnd) memory.wanted = { sequence, below };
}

function treeOf({ top, selected, open, query }: TreeMemory): SavedTree {
  return { top, selected, open: [...open].slice(0, mostOpen), query };
}

function restoreTree(memory: TreeMemory, saved: Partial<SavedTree>): void {
  const { top, selected, open = [""], query } = saved;
  Object.assign(memory, {
    top: isNumber(top) ? top : 0,
    selected: text(selected),
    open: new Set(texts(open)),
    query: text(query),
  });
}

const eventGroups: Readonly<Record<EventGroup, true>> = {
  text: true,
  tools: true,
  requests: true,
  run: true,
  data: true,
  other: true,
};

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function fields<T extends object>(value: unknown): Partial<T> {
  return typeof value === "object" && value !== null ? value : {};
}
