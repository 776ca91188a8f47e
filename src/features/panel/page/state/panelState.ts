import type { EventMark } from "../eventViews.ts";
import type { HostMessage, RunState, Totals } from "../messages.ts";
import type { StepView, StoryChange } from "../storyViews.ts";
import type { FileView } from "../valueViews.ts";
import { type EventsFound, takeFound } from "./eventsFound.ts";
import { firstAbove } from "./firstAbove.ts";
import { forget, noPastRows, notCome, type PastRows, takePastRows } from "./pastRows.ts";
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
  loading?: true;
  problem?: Extract<HostMessage, { type: "problem" }>["problem"];
  /** Absent until the first snapshot. */
  run?: RunState;
  totals: Totals;
  story: readonly StepView[];
  /** Grows in place during the run, so a cached result has to compare its length, too. */
  rows: RowList;
  past: PastRows;
  marks: readonly EventMark[];
  detail?: EventDetail;
  /** The extension's search results; absent before the first. */
  found?: EventsFound;
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
    past: noPastRows,
    marks: [],
  };
}

export function reducePanel(state: PanelState, action: PanelAction): PanelState {
  switch (action.type) {
    case "tab":
      return { ...state, tab: action.tab };
    case "selectEvent": {
      const { detail: _, ...rest } = state;
      return action.sequence === undefined
        ? rest
        : { ...rest, detail: { sequence: action.sequence, state: "asked", json: "" } };
    }
    case "loading":
      return { ...initialPanelState(state.tab), runId: action.runId, loading: true };
    case "problem":
      return { ...initialPanelState(state.tab), runId: action.runId, problem: action.problem };
    case "snapshot":
      return takeSnapshot(state, action);
    case "delta":
      return {
        ...state,
        ...(state.run && action.state ? { run: patchRun(state.run, action.state) } : {}),
        totals: action.totals,
        story: changeStory(state.story, action.story),
        ...forget(
          { rows: state.rows.add(action.rows), past: state.past },
          state.totals.firstHeld ?? -Infinity,
          action.totals.firstHeld,
        ),
        marks: action.marks ?? state.marks,
      };
    case "pastRows":
      return action.error === undefined
        ? { ...state, ...takePastRows(state, action.rows, action.sequence) }
        : { ...state, past: notCome(state, action.sequence, action.error) };
    case "found":
      return { ...state, found: takeFound(state.found, action) };
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
      // Bytes of pictures and the reader's place are no part of the state, nor what another script posts.
      return state;
  }
}

function takeSnapshot(state: PanelState, message: Extract<ReceivedMessage, { type: "snapshot" }>): PanelState {
  const { id } = message.state.header;
  const known = state.runId === id;
  // The rest of the same rows follows, so the list keeps its old rows until then.
  const rows = (known ? state.rows : new RowList()).add(message.rows);
  const next: PanelState = {
    tab: state.tab,
    runId: id,
    run: message.state,
    totals: message.totals,
    story: message.story,
    ...forget({ rows, past: known ? state.past : noPastRows }, -Infinity, message.totals.firstHeld),
    marks: message.marks,
  };
  return state.detail && known ? { ...next, detail: state.detail } : next;
}

/** A `banner` that is empty is removed, and a `golden` that is `null`. */
function patchRun(run: RunState, patch: Partial<RunState>): RunState {
  const next = { ...run, ...patch };
  if (!next.banner) delete next.banner;
  if (!next.golden) delete next.golden;
  return next;
}

export type Dispatch = (action: PanelAction) => void;
type Listener = (state: PanelState, action: PanelAction) => void;

/** Holds the panel's state; every change goes through the reducer. */
export class PanelStore {
  #state: PanelState;
  readonly #listeners: Listener[] = [];

  constructor(initial: PanelState) {
    this.#state = initial;
  }

  get state(): PanelState {
    return this.#state;
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  readonly dispatch: Dispatch = (action) => {
    const next = reducePanel(this.#state, action);
    this.#state = next;
    for (const listener of this.#listeners) listener(next, action);
  };
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
  const place = firstAbove(steps, step.sequence);
  for (let known = place - 1; steps[known]?.sequence === step.sequence; known -= 1) {
    if (steps[known]!.id !== step.id) continue;
    steps[known] = step;
    return;
  }
  steps.splice(place, 0, step);
}

/**
 * Text for a step that isn't here, or that isn't a text, can't be placed. The extension's next snapshot contains it.
 */
function append(steps: StepView[], { id, append: text, fields }: Extract<StoryChange, { append: string }>): void {
  const place = steps.findLastIndex((step) => step.id === id);
  const step = steps[place];
  if (step?.kind === "text") steps[place] = { ...(fields ?? step), text: step.text + text };
}

interface FrameWork {
  draw(): void;
  /** Acknowledges this batch and all before it, so that others may follow. */
  acknowledge(batch: number): void;
}

/**
 * In milliseconds. A hidden document gets no animation frames, so a timer draws, and batches are still acknowledged.
 */
const hiddenDelay = 200;

/** Draws at most once per animation frame and acknowledges batches after the frame that drew them. */
export class FrameQueue {
  readonly #work: FrameWork;
  /** The newest batch that isn't drawn yet. */
  #batch: number | undefined;
  #frame = 0;
  #timer = 0;

  constructor(work: FrameWork) {
    this.#work = work;
  }

  request(batch = this.#batch): void {
    this.#batch = batch;
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(this.#run);
    this.#timer = window.setTimeout(this.#run, hiddenDelay);
  }

  readonly #run = (): void => {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#frame = 0;
    const batch = this.#batch;
    this.#batch = undefined;
    this.#work.draw();
    // When the browser has done its part of the frame, too.
    if (batch !== undefined) setTimeout(() => this.#work.acknowledge(batch));
  };
}
