import {
  createViewMemory,
  type EventsMemory,
  type StoryMemory,
  type TreeMemory,
  type ViewMemory,
} from "./viewMemory.ts";

/** Rises with each change of what is saved: positions of an earlier version aren't restored. */
const version = 1;
/** More expanded nodes aren't saved, because VS Code copies the saved state at every change. */
const maxOpen = 500;

type SavedPositions = ReturnType<typeof savedPositions>;

/**
 * The reader's positions as they are saved while the panel is hidden: by sequence, since other rows may come first
 * later.
 */
export function savedPositions({ runId = "", speaker, hidesReasoning, story, events, trees }: ViewMemory) {
  return {
    version,
    runId,
    speaker,
    hidesReasoning,
    story: story.opened ? storyOf(story) : undefined,
    events: events.opened ? eventsOf(events) : undefined,
    input: treeOf(trees.input),
    output: treeOf(trees.output),
  };
}

/** @param saved the result of `savedPositions`, or a value of another version */
export function memoryFrom(saved: unknown): ViewMemory {
  const memory = createViewMemory();
  const positions = saved as SavedPositions | null | undefined;
  if (positions?.version !== version) return memory;
  const { runId, speaker, hidesReasoning, story, events, input, output } = positions;
  Object.assign(memory, { runId, speaker, hidesReasoning });
  if (story) restoreStory(memory.story, story);
  if (events) restoreEvents(memory.events, events);
  for (const [tree, kept] of [
    [memory.trees.input, input],
    [memory.trees.output, output],
  ] as const)
    Object.assign(tree, kept, { open: new Set(kept.open) });
  return memory;
}

function storyOf({ atEnd, landed, sawRunning, open, place }: StoryMemory) {
  return { atEnd, landed, sawRunning, open: [...open].slice(-maxOpen), place };
}

function restoreStory(memory: StoryMemory, { open, atEnd, place, ...rest }: ReturnType<typeof storyOf>): void {
  Object.assign(memory, rest, { open: new Map(open) });
  if (atEnd) Object.assign(memory, { opened: true, atEnd });
  else if (place) Object.assign(memory, { opened: true, target: place.sequence, land: -place.below, place });
}

function eventsOf(memory: EventsMemory) {
  const { filter, query, wrap, atEnd, open, selected, seen, wanted, place = wanted } = memory;
  const saved = { filter, query, wrap, atEnd, open: [...open].slice(-maxOpen), selected, place };
  // JSON has no infinity.
  return { ...saved, seen: Number.isFinite(seen) ? seen : undefined };
}

function restoreEvents(memory: EventsMemory, saved: ReturnType<typeof eventsOf>): void {
  const { open, place, seen = memory.seen, ...rest } = saved;
  Object.assign(memory, rest, { open: new Set(open), seen, opened: true });
  if (place && !memory.atEnd) memory.wanted = place;
}

function treeOf({ top, selected, open, query }: TreeMemory) {
  return { top, selected, open: [...open].slice(0, maxOpen), query };
}
