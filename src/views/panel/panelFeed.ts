import type { EventMark, EventRow } from "../../protocol/eventViews.ts";
import type { FeedPart, HostMessage, RunState, Totals } from "../../protocol/messages.ts";
import type { StepView, StoryChange } from "../../protocol/storyViews.ts";

/**
 * The most in one message. A row costs the panel next to nothing until it is drawn, but a change of the story may have
 * a long text.
 */
const batchSize = { first: 256, rows: 8_192, story: { least: 256, most: 2_048 } };
/** When so many items in view are waiting, others are sent after them. */
const flood = 2_048;
/** The most messages that the panel hasn't drawn yet. */
const maxInFlight = 8;

/** The part of a long run that follows its snapshot, in its current version when it is taken. */
export interface PanelRest {
  /** How many steps are left. */
  readonly steps: number;
  readonly rows: number;
  /** Whether a step is still to be taken. */
  has(id: string): boolean;
  /** Whether an event's row is still to be taken. */
  hasRow(sequence: number): boolean;
  takeSteps(count: number): StepView[];
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

/**
 * Sends a run's events to the panel in batches, no faster than the panel draws them. A closed feed holds and sends
 * nothing.
 */
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
  /** The rest of the snapshot, which is sent before new changes. */
  #snapshotRest: PanelRest | undefined;
  #rest: Omit<PanelUpdate, "story" | "rows"> | undefined;

  constructor(post: (message: HostMessage) => void, pace = usualPace) {
    this.#post = post;
    this.#pacing = new FeedPacing(pace);
  }

  /** Replaces everything that the panel shows: the beginning at once, the rest in batches. */
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

  /** The part that comes into view is sent at once. */
  look(part: FeedPart): void {
    this.#inView = part;
    this.#pacing.look();
    this.#pump();
  }

  acknowledge(batch: number): void {
    if (batch > this.#acknowledged) {
      this.#pacing.drawn(this.#acknowledged + 1);
      this.#acknowledged = batch;
    }
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
   * Several changes of a step that is still waiting become one: growing text is joined here, and a call that started
   * may have ended.
   */
  #addChange(change: StoryChange): void {
    // The rest of the snapshot brings the step with this change.
    if (this.#snapshotRest?.has("upsert" in change ? change.upsert.id : change.id)) return;
    const waiting = this.#waiting.story;
    const { last } = waiting;
    if (last && "append" in change && "append" in last && last.id === change.id) {
      waiting.last = { ...last, ...change, append: last.append + change.append };
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
    // It uses the same time as above: a message that becomes due in between would have no timer.
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
    this.#batch++;
    this.#pacing.sent(this.#batch, parts[this.#inView].length, this.#count(this.#aside) === 0);
    this.#post({ type: "delta", batch: this.#batch, ...rest, ...parts });
  }

  /** Enough that all messages that may be sent take what is waiting; few if they would delay rows in view. */
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

  /** How many changes or rows to send. */
  #count(part: FeedPart): number {
    return this.#waiting[part].length + (this.#snapshotRest?.[part === "rows" ? "rows" : "steps"] ?? 0);
  }

  #takeStory(count: number): StoryChange[] {
    const first = (this.#snapshotRest?.takeSteps(count) ?? []).map((upsert) => ({ upsert }));
    return [...first, ...this.#waiting.story.take(count - first.length)];
  }

  #takeRows(count: number): EventRow[] {
    const first = this.#snapshotRest?.takeRows(count) ?? [];
    const rows = [...first, ...this.#waiting.rows.take(count - first.length)];
    // A late row may be waiting behind later ones.
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

/** A message with more rows or changes in view counts as large. */
const large = 256;

/** In milliseconds. */
export interface FeedPace {
  /**
   * Between two messages with data in view, at least; changes in between are sent together. A panel that draws slowly
   * gets them further apart, so that as many as may be in flight last until the first one is drawn.
   */
  inView: number;
  /**
   * After a large one. Each costs the extension host, VS Code and the panel a good part of a millisecond, and they
   * share the processor with the reading of events.
   */
  afterLarge: number;
  /**
   * Between two messages with data that isn't in view: half of the bytes, and of the work on them, is in these. In a
   * flood, what waits longer outlives V8's young generation, and the process grows.
   */
  aside: number;
}

const usualPace: FeedPace = { inView: 3, afterLarge: 20, aside: 50 };

/** Decides when the next messages to a panel may be sent, on the clock of `performance.now()`. */
class FeedPacing {
  readonly #pace: FeedPace;
  #sentAt = -Infinity;
  #largeAt = -Infinity;
  #asideAt = -Infinity;
  /** When the messages in flight were sent, at the remainders of their numbers. */
  readonly #sentTimes: number[] = [];
  /** How long the panel took to draw a message, in milliseconds. */
  #trip = 0;

  constructor(pace: FeedPace) {
    this.#pace = pace;
  }

  /** The time of the next message with data in view. */
  get inViewDue(): number {
    const { inView, afterLarge } = this.#pace;
    if (this.#sentAt === this.#largeAt) return this.#sentAt + afterLarge;
    return this.#sentAt + Math.max(inView, Math.min(afterLarge, this.#trip / maxInFlight));
  }

  /** The time of the next message with data that isn't in view. */
  get asideDue(): number {
    return this.#asideAt + this.#pace.aside;
  }

  /** @param count the rows and changes in view. @param isAsideEmpty whether no data outside the view is waiting */
  sent(batch: number, count: number, isAsideEmpty: boolean): void {
    this.#sentAt = performance.now();
    this.#sentTimes[batch % maxInFlight] = this.#sentAt;
    if (count > large) this.#largeAt = this.#sentAt;
    if (isAsideEmpty) this.#asideAt = this.#sentAt;
  }

  /** @param batch the oldest of those that were drawn together */
  drawn(batch: number): void {
    this.#trip = performance.now() - this.#sentTimes[batch % maxInFlight]!;
  }

  /** The other part is in view now. */
  look(): void {
    this.#asideAt = -Infinity;
  }
}

/** A queue, oldest first. Taking items costs time for those items alone, however many are left. */
export class Backlog<T> {
  #items: T[] = [];
  #taken = 0;

  get length(): number {
    return this.#items.length - this.#taken;
  }

  /** The newest item, unless it was taken. */
  get last(): T | undefined {
    return this.length > 0 ? this.#items.at(-1) : undefined;
  }

  /** Replaces the newest item. */
  set last(item: T) {
    this.#items[this.#items.length - 1] = item;
  }

  push(item: T): void {
    this.#items.push(item);
  }

  take(count: number): T[] {
    const items = this.#items.slice(this.#taken, this.#taken + count);
    this.#taken += items.length;
    if (this.#taken * 2 >= this.#items.length) {
      this.#items = this.#items.slice(this.#taken);
      this.#taken = 0;
    }
    return items;
  }

  clear(): void {
    this.#items = [];
    this.#taken = 0;
  }
}
