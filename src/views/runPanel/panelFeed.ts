import { Backlog } from "../../base/backlog.ts";
import type { FeedPart, HostMessage, RunState, Totals } from "../../protocol/messages.ts";
import type { EventMark, EventRow, StoryChange, StoryItem } from "../../protocol/viewModels.ts";

/**
 * In one message. When very many wait, larger messages bring them sooner than more messages; a row costs the panel some
 * microseconds, a story change may have a long text.
 */
const batchSize = { usual: 256, mostRows: 8_192, mostChanges: 2_048 };
/** With so many rows waiting the panel need not draw each message; with so much waiting of what is in view the rest comes after it. */
const flood = 2_048;
/** Messages that the panel has not drawn yet. */
const maxInFlight = 8;
/**
 * Between two small messages, in milliseconds. In view it is a third of a frame: what comes meanwhile goes together, and eight last until
 * the first is drawn. What is aside nobody sees, and half of the bytes and of the work on them is in it.
 */
const usualPace = { inView: 5, aside: 250 };

export interface PanelSnapshot {
  state: RunState;
  totals: Totals;
  story: StoryItem[];
  rows: EventRow[];
  marks: EventMark[];
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
  readonly #pace: typeof usualPace;
  #inView: FeedPart = "story";
  #sentAt = -Infinity;
  /** When nothing waited any more of what is not in view. */
  #asideAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #asideTimer: NodeJS.Timeout | undefined;
  #open = false;
  #batch = 0;
  #acknowledged = 0;
  #lastTotals: Totals = { eventCount: 0, lastSequence: 0 };
  readonly #waiting = { story: new Backlog<StoryChange>(), rows: new Backlog<EventRow>() };
  #rest: Omit<PanelUpdate, "story" | "rows"> | undefined;

  /** @param pace milliseconds between two small messages with what is in view, and with what is not */
  constructor(post: (message: HostMessage) => void, pace = usualPace) {
    this.#post = post;
    this.#pace = pace;
  }

  /** Replaces all that the panel shows: the beginning at once, the rest in batches. */
  open(snapshot: PanelSnapshot): void {
    this.#open = true;
    this.#acknowledged = this.#batch;
    this.#rest = undefined;
    this.#lastTotals = snapshot.totals;
    this.#waiting.story.clear();
    this.#waiting.rows.clear();
    for (const upsert of snapshot.story.slice(batchSize.usual)) this.#waiting.story.push({ upsert });
    for (const row of snapshot.rows.slice(batchSize.usual)) this.#waiting.rows.push(row);
    this.#post({
      type: "snapshot",
      ...snapshot,
      story: snapshot.story.slice(0, batchSize.usual),
      rows: snapshot.rows.slice(0, batchSize.usual),
    });
    this.#pump();
  }

  push(update: PanelUpdate): void {
    if (!this.#open) return;
    const { story = [], rows = [], ...rest } = update;
    for (const change of story) this.#addChange(change);
    for (const row of rows) this.#waiting.rows.push(row);
    this.#rest = { ...this.#rest, ...rest, ...mergeState(this.#rest?.state, rest.state) };
    this.#pumpInTime();
  }

  /** What was aside until now comes at once. */
  look(part: FeedPart): void {
    this.#inView = part;
    this.#asideAt = -Infinity;
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
    this.#rest = undefined;
  }

  /** What changes again while it waits goes out as one change: text that grows grows here, and a call that has started may have ended. */
  #addChange(change: StoryChange): void {
    const waiting = this.#waiting.story;
    const { last } = waiting;
    if (last && "append" in change && "append" in last && last.id === change.id) {
      waiting.last = { append: last.append + change.append, id: last.id };
    } else if (last && "upsert" in change && "upsert" in last && last.upsert.id === change.upsert.id) waiting.last = change;
    else waiting.push(change);
  }

  #pumpInTime(): void {
    const early = this.#sentAt + this.#pace.inView - performance.now();
    if (early <= 0 || this.#waiting[this.#inView].length >= batchSize.usual) this.#pump();
    else this.#timer ??= setTimeout(() => this.#pump(), early);
  }

  #pump(): void {
    this.#stopTimers();
    while (this.#open && this.#batch - this.#acknowledged < maxInFlight && this.#hasMore()) this.#send();
    const wait = this.#asideAt + this.#pace.aside - performance.now();
    if (this.#aside.length > 0 && wait > 0) this.#asideTimer = setTimeout(() => this.#pump(), wait);
  }

  #send(): void {
    const { story, rows } = this.#waiting;
    const rest = this.#rest ?? { totals: this.#lastTotals };
    this.#rest = undefined;
    this.#lastTotals = rest.totals;
    const both = this.#waiting[this.#inView].length < flood && this.#isAsideDue();
    const has = (part: FeedPart) => both || part === this.#inView;
    const parts = {
      story: has("story") ? story.take(this.#size(story.length, batchSize.mostChanges)) : [],
      rows: has("rows") ? rows.take(this.#size(rows.length, batchSize.mostRows)) : [],
    };
    const more = rows.length >= flood ? { more: true } : {};
    this.#sentAt = performance.now();
    if (this.#aside.length === 0) this.#asideAt = this.#sentAt;
    this.#post({ type: "delta", batch: ++this.#batch, ...more, ...rest, ...parts });
  }

  /** @param waiting how many wait, for all messages that may be sent now */
  #size(waiting: number, most: number): number {
    const free = maxInFlight - (this.#batch - this.#acknowledged);
    return Math.min(most, Math.max(batchSize.usual, Math.ceil(waiting / free)));
  }

  #hasMore(): boolean {
    const isAsideWanted = this.#aside.length > 0 && this.#isAsideDue();
    return this.#rest !== undefined || this.#waiting[this.#inView].length > 0 || isAsideWanted;
  }

  get #aside(): Backlog<unknown> {
    return this.#waiting[this.#inView === "rows" ? "story" : "rows"];
  }

  #isAsideDue(): boolean {
    return performance.now() >= this.#asideAt + this.#pace.aside;
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
