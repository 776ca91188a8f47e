import type { VirtualItem } from "@tanstack/virtual-core";
import { wholeRun, type ZoomWindow } from "../timeline/scale/zoomWindow.ts";
import type { AnswerMemory } from "./answerMemory.ts";
import { type EventFilter, noFilter } from "./eventFilter.ts";

/** What a view keeps while another tab is shown. It is no part of the state: changing it draws nothing. */
export interface ViewMemory {
  runId?: string;
  /** The one whose steps are shown alone, in story and timeline. */
  speaker: string | undefined;
  story: StoryMemory;
  timeline: TimelineMemory;
  events: EventsMemory;
  trees: { input: TreeMemory; output: TreeMemory };
  /** By the request's id. */
  requests: Map<string, AnswerMemory>;
}

export interface ListMemory {
  /** The reader's place, pixels from the top. */
  top: number;
  /** The reader is at the end, and stays there as it grows. */
  atEnd: boolean;
  /** How many there were when the reader left the end; nothing counts as new before that. */
  seen: number;
  /** The sequence of the item that is kept in view until the reader moves. */
  target?: number;
  /** The reader has been put where the view opens. */
  opened: boolean;
}

/** A place in a list of events that holds whatever else is listed: an event, and pixels below its upper edge. */
export interface EventPlace {
  sequence: number;
  below: number;
}

export interface EventsMemory extends ListMemory {
  filter: EventFilter;
  query: string;
  /** The event whose JSON is shown. */
  selected?: number;
  /** What stands at the top. */
  place?: EventPlace;
  /** What is to stand at the top once it is there; until then the list is not shown. */
  wanted?: EventPlace;
  wrap: boolean;
}

export interface StoryMemory extends ListMemory {
  /** Tool calls that are open or folded for a reason other than their state. */
  open: Map<string, boolean>;
  /** The sequence of the item that the focus was at last; `Tab` comes to its controls. */
  current?: number;
  /** The focus goes to the `target`, or else to the `current` item, as soon as it is there. */
  jump?: boolean;
  /** The item that it goes to, of several that one event began. */
  jumpId?: string;
  /** What is searched for; absent while nobody searches. */
  query?: string;
  /** The sequence of the match that the reader went to last. */
  match?: number;
  /** Heights of the lines that were in view. */
  measures?: readonly VirtualItem[];
}

export interface TimelineMemory extends ListMemory {
  window: ZoomWindow;
  foldWaits: boolean;
  filter: string;
  /** Iterations that show only themselves. */
  folded: ReadonlySet<string>;
  /** The id of a row. */
  selected?: string | undefined;
}

export interface TreeMemory {
  top: number;
  selected: string;
  /** Opened nodes and strings; the root is open from the start. */
  open: ReadonlySet<string>;
  /** Opened strings that are drawn as Markdown. */
  drawn: Set<string>;
  query: string;
}

export function createViewMemory(): ViewMemory {
  return {
    speaker: undefined,
    story: { ...list(), open: new Map() },
    timeline: { ...list(), window: wholeRun, foldWaits: true, filter: "", folded: new Set() },
    events: { ...list(), filter: noFilter, query: "", wrap: true },
    trees: { input: tree(), output: tree() },
    requests: new Map(),
  };
}

/** Forgets everything when the panel shows another run. */
export function turnTo(memory: ViewMemory, runId: string): void {
  if (memory.runId === runId) return;
  Object.assign(memory, createViewMemory(), { runId });
}

function list(): ListMemory {
  return { top: 0, atEnd: false, seen: Number.POSITIVE_INFINITY, opened: false };
}

function tree(): TreeMemory {
  return { top: 0, selected: "", open: new Set([""]), drawn: new Set(), query: "" };
}
