import { lowerBound } from "#base/lowerBound.ts";
import type { EventMark, EventRow, SentRow } from "#workbench/panel/page/eventViews.ts";
import type { RunHeader } from "#workbench/panel/page/headerViews.ts";
import type { FoundCalls, FoundEvents, HostMessage, RunState, Totals } from "#workbench/panel/page/messages.ts";
import type { StepView, StoryChange } from "#workbench/panel/page/storyViews.ts";
import type { FileView } from "#workbench/panel/page/valueViews.ts";
import { forget, takePastRows, type UnreadRows } from "./pastRows.ts";
import { RowList } from "./rowList.ts";

export const tabs = ["story", "timeline", "events", "input", "output"] as const;
export type Tab = (typeof tabs)[number];

export function isTab(value: unknown): value is Tab {
  return tabs.some((tab) => tab === value);
}

/** One event's raw JSON: requested, loaded, not stored any more, or failed with a reason. */
export interface EventDetail {
  sequence: number;
  state: "asked" | "here" | "gone" | "failed";
  json: string;
  error?: string;
  /** The length of the whole text, in characters, when `json` is only its beginning. */
  length?: number;
  files?: readonly FileView[];
}

export interface PanelState {
  tab: Tab;
  runId?: string;
  /** Set until the first snapshot. */
  loading?: { header?: RunHeader };
  problem?: Extract<HostMessage, { type: "problem" }>["problem"];
  /** Absent until the first snapshot. */
  run?: RunState;
  totals: Totals;
  story: readonly StepView[];
  /** Grows in place during the run, so a cached result has to compare its length, too. */
  rows: RowList;
  /** Set while rows in view couldn't be loaded. */
  unread?: UnreadRows;
  marks: readonly EventMark[];
  detail?: EventDetail;
  /** The extension's search results; absent before the first. */
  found?: EventsFound;
  /** The texts that were found in model calls, for the search of the story. */
  foundCalls?: CallsFound;
}

type ReceivedMessage = Exclude<HostMessage, { type: "places" }>;

/** A message of the extension, or what the reader does. */
export type PanelAction =
  | ReceivedMessage
  | { type: "tab"; tab: Tab }
  | { type: "selectEvent"; sequence: number | undefined };

export function initialPanelState(tab: Tab = "story"): PanelState {
  return {
    tab,
    totals: { eventCount: 0, lastSequence: 0 },
    story: [],
    rows: new RowList(),
    marks: [],
  };
}

export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  switch (action.type) {
    case "tab":
      return { ...state, tab: action.tab };
    case "selectEvent": {
      const { sequence } = action;
      return { ...state, detail: sequence === undefined ? undefined : { sequence, state: "asked", json: "" } };
    }
    case "loading":
      return { ...initialPanelState(state.tab), runId: action.runId, loading: { header: action.header } };
    case "problem":
      return { ...initialPanelState(state.tab), runId: action.runId, problem: action.problem };
    case "snapshot":
      return takeSnapshot(state, action);
    case "delta": {
      const rows = state.rows.add(readRows(action.rows));
      const held = forget(rows, state.totals.firstHeld ?? -Infinity, action.totals.firstHeld);
      return {
        ...state,
        run: state.run && action.state ? patchRun(state.run, action.state) : state.run,
        totals: action.totals,
        story: changeStory(state.story, action.story),
        rows: held,
        unread: held === rows ? state.unread : undefined,
        marks: action.marks ?? state.marks,
      };
    }
    case "pastRows": {
      const { sequence, error } = action;
      if (error !== undefined) return { ...state, unread: { sequence, text: error } };
      return { ...state, rows: takePastRows(state.rows, action.rows, sequence), unread: undefined };
    }
    case "found":
      return { ...state, found: takeFound(state.found, action) };
    case "foundCalls":
      return { ...state, foundCalls: takeFound(state.foundCalls, action) };
    case "event":
      if (state.detail?.sequence !== action.sequence) return state;
      return {
        ...state,
        detail: {
          sequence: action.sequence,
          state: action.error !== undefined ? "failed" : action.json === undefined ? "gone" : "here",
          json: action.json ?? "",
          error: action.error,
          length: action.length,
          files: action.files,
        },
      };
    default:
      // Bytes of pictures and the reader's position are no part of the state, nor what another script posts.
      return state;
  }
}

/** Gives rows what they have from the row before. */
export function readRows(sent: readonly SentRow[]): EventRow[] {
  let before: EventRow = { sequence: 0, type: "", group: "other" };
  return sent.map((row) => {
    const { type, group, source, piece } = row.type === undefined ? before : row;
    const { sequence = before.sequence + 1, time, summary, failed } = row;
    return (before = { sequence, type, group, source, piece, time, summary, failed });
  });
}

function takeSnapshot(state: PanelState, message: Extract<ReceivedMessage, { type: "snapshot" }>): PanelState {
  const { id } = message.state.header;
  const isSameRun = state.runId === id;
  // The rest of the same rows follows, so the list keeps its old rows until then.
  const rows = (isSameRun ? state.rows : new RowList()).add(message.rows);
  const { firstHeld } = message.totals;
  return {
    tab: state.tab,
    runId: id,
    run: message.state,
    totals: message.totals,
    story: message.story,
    rows: forget(rows, -Infinity, firstHeld),
    unread: isSameRun && firstHeld === undefined ? state.unread : undefined,
    marks: message.marks,
    detail: isSameRun ? state.detail : undefined,
  };
}

/** A `banner` that is empty is removed, and so are `notes`. */
function patchRun(run: RunState, patch: Partial<RunState>): RunState {
  const next = { ...run, ...patch };
  if (!next.banner) delete next.banner;
  if (next.notes?.length === 0) delete next.notes;
  return next;
}

export type Dispatch = (action: PanelAction) => void;

/** The extension's search results for a query. */
type Found<News> = Omit<News, "type" | "sequences"> & {
  /** The set only grows. */
  sequences: Set<number>;
};
export type EventsFound = Found<FoundEvents>;
export type CallsFound = Found<FoundCalls>;

function takeFound<News extends FoundEvents | FoundCalls>(before: Found<News> | undefined, news: News): Found<News> {
  const { type: _, sequences: added, ...rest } = news;
  const sequences = before?.query === news.query ? before.sequences : new Set<number>();
  for (const sequence of added) sequences.add(sequence);
  return { ...rest, sequences };
}

/** Applies a batch of changes. Unchanged steps keep their identity, so that they aren't drawn again. */
export function changeStory(steps: readonly StepView[], changes: readonly StoryChange[]): readonly StepView[] {
  if (changes.length === 0) return steps;
  const next = [...steps];
  for (const change of changes) {
    if ("upsert" in change) upsert(next, change.upsert);
    else append(next, change);
  }
  return next;
}

/** A step keeps its first sequence, so a known step is found without visiting all of them. */
function upsert(steps: StepView[], step: StepView): void {
  const index = lowerBound(steps, ({ sequence }) => sequence <= step.sequence);
  for (let stepIndex = index - 1; steps[stepIndex]?.sequence === step.sequence; stepIndex -= 1) {
    if (steps[stepIndex]!.id !== step.id) continue;
    steps[stepIndex] = step;
    return;
  }
  steps.splice(index, 0, step);
}

/**
 * Text for a step that isn't here, or that isn't a text, can't be placed. The extension's next snapshot contains it.
 */
function append(steps: StepView[], { id, append: text, fields }: Extract<StoryChange, { append: string }>): void {
  const index = steps.findLastIndex((step) => step.id === id);
  const step = steps[index];
  if (step && "growing" in step) steps[index] = { ...(fields ?? step), text: step.text + text };
}

/**
 * In milliseconds. A hidden document gets no animation frames, so a timer draws, and batches are still acknowledged.
 */
const hiddenDelay = 200;

/**
 * Draws at most once per animation frame.
 *
 * @param acknowledge called after a frame with the newest batch that it drew, so that others may follow
 * @returns requests a frame, for a batch if there is one
 */
export function drawInFrames(draw: () => void, acknowledge: (batch: number) => void): (batch?: number) => void {
  /** The newest batch that isn't drawn yet. */
  let newestBatch: number | undefined;
  let frame = 0;
  let timer = 0;
  const run = (): void => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = 0;
    const batch = newestBatch;
    newestBatch = undefined;
    // When the browser has done its part of the frame, too. The next batch may be drawn where this one can't.
    if (batch !== undefined) setTimeout(() => acknowledge(batch));
    draw();
  };
  return (batch = newestBatch) => {
    newestBatch = batch;
    if (frame !== 0) return;
    frame = requestAnimationFrame(run);
    timer = window.setTimeout(run, hiddenDelay);
  };
}
