import type { VirtualItem } from "@tanstack/virtual-core";
import type { ListMemory } from "#ui/listMemory.ts";
import type { AnswerMemory } from "#workbench/inputRequests/page/answerMemory.ts";
import type { EventGroup } from "#workbench/panel/page/eventViews.ts";
import { wholeRun, type ZoomWindow } from "#workbench/panel/page/timeline/scale/zoomWindow.ts";

/** What a view keeps while another tab is shown. It isn't part of the state: changing it draws nothing. */
export interface ViewMemory {
  runId?: string;
  /** The speaker whose steps are shown alone, in story and timeline. */
  speaker: string | undefined;
  /** Whether the reasoning of models is hidden, in story and timeline. */
  hidesReasoning: boolean;
  story: StoryMemory;
  timeline: TimelineMemory;
  events: EventsMemory;
  trees: { input: TreeMemory; output: TreeMemory };
  requests: Map<string, AnswerMemory>;
}

/** A position in a list of events that is independent of the filter: an event, and pixels below its upper edge. */
export interface ScrollPosition {
  sequence: number;
  below: number;
}

export interface EventFilter {
  /** Groups add up; none means all. */
  filterGroups: readonly EventGroup[];
  failedOnly: boolean;
}

export const noFilter: EventFilter = { filterGroups: [], failedOnly: false };

export interface EventsMemory extends ListMemory {
  filter: EventFilter;
  query: string;
  selected?: number;
  place?: ScrollPosition;
  /** The event to show at the top once it is there. Until then the list isn't shown. */
  wanted?: ScrollPosition;
  wrap: boolean;
  /** Events that are listed although equal neighbours are one line. Each opens all of its neighbours. */
  open: ReadonlySet<number>;
}

export interface StoryMemory extends ListMemory {
  /** Tool calls that are expanded or collapsed for a reason other than their state. */
  open: Map<string, boolean>;
  /** The sequence of the step that had the focus last. `Tab` reaches its controls. */
  current?: number;
  /** Expands what hides the `target`, as soon as it is there. */
  expand?: boolean;
  /** Moves the focus to the `target`, or otherwise to the `current` step, as soon as it is there. */
  jump?: boolean;
  /** The step that gets the focus, if one event began several. */
  jumpId?: string;
  place?: ScrollPosition;
  /** Whether the result or the failure was shown. */
  landed?: boolean;
  /** Whether the run wasn't over when its story was drawn, so that the reader saw its texts grow. */
  sawRunning?: boolean;
  /** The search query; absent without a search. */
  query?: string;
  /** The sequence of the match that the reader went to last. */
  match?: number;
  /** The heights of the lines that were in view. */
  measures?: readonly VirtualItem[];
}

export interface TimelineMemory extends ListMemory {
  window: ZoomWindow;
  foldWaits: boolean;
  /** Iterations that are collapsed. */
  folded: ReadonlySet<string>;
  selected?: string;
}

export interface TreeMemory {
  top: number;
  selected: string;
  /** Expanded nodes and strings; the root is expanded from the start. */
  open: ReadonlySet<string>;
  /** Expanded strings that are drawn as Markdown. */
  drawn: Set<string>;
  query: string;
}

export function createViewMemory(): ViewMemory {
  return {
    speaker: undefined,
    hidesReasoning: false,
    story: { ...list(), open: new Map() },
    timeline: { ...list(), window: wholeRun, foldWaits: true, folded: new Set() },
    events: { ...list(), filter: noFilter, query: "", wrap: true, open: new Set() },
    trees: { input: tree(), output: tree() },
    requests: new Map(),
  };
}

/** Clears everything when the panel shows another run. */
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
