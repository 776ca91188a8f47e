import { Backlog } from "../../base/backlog.ts";
import type { EventMark, EventRow } from "../../protocol/eventViews.ts";
import type { FeedPart, HostMessage, RunState, Totals } from "../../protocol/messages.ts";
import type { StoryChange, StepView } from "../../protocol/storyViews.ts";
import { FeedPacing, usualPace } from "./feedPacing.ts";

/**
 * In one message, at most: rows cost the panel next to nothing until it draws them, a story change may have a long
 * text.
 */
const batchSize = { first: 256, rows: 8_192, story: { least: 256, most: 2_048 } };
/** With so much waiting of what is in view the rest comes after it. */
const flood = 2_048;
/** Messages that the panel has not drawn yet. */
const maxInFlight = 8;

/** What of a long run comes after its snapshot, as it is when it is taken. */
export interface PanelRest {
  /** How many are left. */
  readonly items: number;
  readonly rows: number;
  /** Whether an item is still to be taken. */
  has(id: string): boolean;
  /** Whether the row of an event is. */
  hasRow(sequence: number): boolean;
  takeItems(count: number): StepView[];
  takeRows(count: number): EventRow[];
}

export interface PanelSnapshot {
  state: RunState;
  totals: Totals;
  story: StepView[];
  rows: EventRow[];
  marks: EventMark[];
  rest?: PanelRest;
}

export interface PanelUpdate {
  totals: Totals;
  story?: StoryChange[];
  rows?: EventRow[];
  marks?: EventMark[];
  state?: Partial<RunState>;
}

/** Brings a run's events to the panel in batches, no faster than it draws them. Closed, it holds and sends nothing. */
export class PanelFeed {
  readonly #post: (message: HostMessage) => void;
  readonly #pacing: FeedPacing;
  #inView: FeedPart = "story";
  #timer: NodeJS.Timeout | undefined;
  #asideTimer: NodeJS.Timeout | undefined;
  #open = false;
  #batch = 0;
  #acknowledged = 0;
  #lastTotals: Totals = { eventCount: 0, lastSequence: 0 };
  readonly #waiting = { story: new Backlog<StoryChange>(), rows: new Backlog<EventRow>() };
  /** Of the snapshot: it goes before what waits. */
  #snapshotRest: PanelRest | undefined;
  #rest: Omit<PanelUpdate, "story" | "rows"> | undefined;

  constructor(post: (message: HostMessage) => void, pace = usualPace) {
    this.#post = post;
    this.#pacing = new FeedPacing(pace);
  }

  /** Replaces all that the panel shows: the beginning at once, the rest in batches. */
  open({ rest, ...snapshot }: PanelSnapshot): void {
    this.#open = true;
    this.#snapshotRest = rest;
    this.#acknowledged = this.#batch;
    this.#rest = undefined;
    this.#lastTotals = snapshot.totals;
    this.#waiting.story.clear();
    this.#waiting.rows.clear();
    for (const upsert of snapshot.story.slice(batchSize.first)) this.#waiting.story.push({ upsert });
    for (const row of snapshot.rows.slice(batchSize.first)) this.#waiting.rows.push(row);
    this.#post({
      type: "snapshot",
      ...snapshot,
      story: snapshot.story.slice(0, batchSize.first),
      rows: snapshot.rows.slice(0, batchSize.first),
    });
    this.#pump();
  }

  push(update: PanelUpdate): void {
    if (!this.#open) return;
    const { story = [], rows = [], ...rest } = update;
    for (const change of story) this.#addChange(change);
    for (const row of rows) if (!this.#snapshotRest?.hasRow(row.sequence)) this.#waiting.rows.push(row);
    this.#rest = { ...this.#rest, ...rest, ...mergeState(this.#rest?.state, rest.state) };
    this.#pumpInTime();
  }

  /** What was aside until now comes at once. */
  look(part: FeedPart): void {
    this.#inView = part;
    this.#pacing.look();
    this.#pump();
  }

  acknowledge(batch: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, batch);
    this.#pumpInTime();
  }

  close(): void {
    this.#open = false;
    this.#stopTimers();
    this.#waiting.story.clear();
    this.#waiting.rows.clear();
    this.#snapshotRest = undefined;
    this.#rest = undefined;
  }

  /**
   * What changes again while it waits goes out as one change: text that grows grows here, and a call that has started
   * may have ended.
   */
  #addChange(change: StoryChange): void {
    // It comes with the change in it.
    if (this.#snapshotRest?.has("upsert" in change ? change.upsert.id : change.id)) return;
    const waiting = this.#waiting.story;
    const { last } = waiting;
    if (last && "append" in change && "append" in last && last.id === change.id) {
      waiting.last = { append: last.append + change.append, id: last.id };
    } else if (last && "upsert" in change && "upsert" in last && last.upsert.id === change.upsert.id)
      waiting.last = change;
    else waiting.push(change);
  }

  #pumpInTime(): void {
    const early = this.#pacing.inViewDue - performance.now();
    if (early <= 0) this.#pump();
    else this.#timer ??= setTimeout(() => this.#pump(), early);
  }

  #pump(): void {
    this.#stopTimers();
    let now = performance.now();
    while (this.#open && this.#batch - this.#acknowledged < maxInFlight && this.#hasMore(now)) {
      this.#send();
      now = performance.now();
    }
    // By the same look at the clock: what becomes due between two looks would have neither a message nor a timer.
    const wait = this.#pacing.asideDue - now;
    if (this.#count(this.#aside) > 0 && wait > 0) this.#asideTimer = setTimeout(() => this.#pump(), wait);
  }

  #send(): void {
    const rest = this.#rest ?? { totals: this.#lastTotals };
    this.#rest = undefined;
    this.#lastTotals = rest.totals;
    const both = this.#count(this.#inView) < flood && performance.now() >= this.#pacing.asideDue;
    const parts = {
      story: both || this.#inView === "story" ? this.#takeStory(this.#changesToSend()) : [],
      rows: both || this.#inView === "rows" ? this.#takeRows(batchSize.rows) : [],
    };
    this.#pacing.sent(parts[this.#inView].length, this.#count(this.#aside) === 0);
    this.#post({ type: "delta", batch: ++this.#batch, ...rest, ...parts });
  }

  /** As many that all messages which may be sent now take what waits; few where they would hold up rows in view. */
  #changesToSend(): number {
    const { least, most } = batchSize.story;
    if (this.#inView === "rows" && this.#count("rows") > 0) return least;
    const free = maxInFlight - (this.#batch - this.#acknowledged);
    return Math.min(most, Math.max(least, Math.ceil(this.#count("story") / free)));
  }

  #hasMore(now: number): boolean {
    const isAsideWanted = this.#count(this.#aside) > 0 && now >= this.#pacing.asideDue;
    return this.#rest !== undefined || this.#count(this.#inView) > 0 || isAsideWanted;
  }

  get #aside(): FeedPart {
    return this.#inView === "rows" ? "story" : "rows";
  }

  /** How many changes or rows are to be sent. */
  #count(part: FeedPart): number {
    return this.#waiting[part].length + (this.#snapshotRest?.[part === "rows" ? "rows" : "items"] ?? 0);
  }

  #takeStory(count: number): StoryChange[] {
    const first = (this.#snapshotRest?.takeItems(count) ?? []).map((upsert) => ({ upsert }));
    return [...first, ...this.#waiting.story.take(count - first.length)];
  }

  #takeRows(count: number): EventRow[] {
    const first = this.#snapshotRest?.takeRows(count) ?? [];
    const rows = [...first, ...this.#waiting.rows.take(count - first.length)];
    // One that came late may wait behind those that come after it.
    const inOrder = rows.every((row, index) => index === 0 || rows[index - 1]!.sequence < row.sequence);
    return inOrder ? rows : rows.sort((a, b) => a.sequence - b.sequence);
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#asideTimer);
    this.#timer = undefined;
  }
}

function mergeState(
  before: Partial<RunState> | undefined,
  after: Partial<RunState> | undefined,
): { state?: Partial<RunState> } {
  return before || after ? { state: { ...before, ...after } } : {};
}
