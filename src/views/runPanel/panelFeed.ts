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
/** Between two small messages, in milliseconds: a third of a frame. What comes meanwhile goes together, and eight last until the first is drawn. */
const usualPace = 5;

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
  inView: FeedPart = "story";
  readonly #post: (message: HostMessage) => void;
  readonly #pace: number;
  #sentAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #open = false;
  #batch = 0;
  #acknowledged = 0;
  #lastTotals: Totals = { eventCount: 0, lastSequence: 0 };
  readonly #story = new Backlog<StoryChange>();
  readonly #rows = new Backlog<EventRow>();
  #rest: Omit<PanelUpdate, "story" | "rows"> | undefined;

  /** @param pace milliseconds between two small messages */
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
    this.#story.clear();
    this.#rows.clear();
    for (const upsert of snapshot.story.slice(batchSize.usual)) this.#story.push({ upsert });
    for (const row of snapshot.rows.slice(batchSize.usual)) this.#rows.push(row);
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
    for (const row of rows) this.#rows.push(row);
    this.#rest = { ...this.#rest, ...rest, ...mergeState(this.#rest?.state, rest.state) };
    this.#pumpInTime();
  }

  acknowledge(batch: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, batch);
    this.#pumpInTime();
  }

  close(): void {
    this.#open = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#story.clear();
    this.#rows.clear();
    this.#rest = undefined;
  }

  /** Text that grows while the panel is busy grows here: one change goes out for all of it. */
  #addChange(change: StoryChange): void {
    const { last } = this.#story;
    if (last && "append" in change && "append" in last && last.id === change.id) {
      this.#story.last = { append: last.append + change.append, id: last.id };
    } else this.#story.push(change);
  }

  #pumpInTime(): void {
    const early = this.#sentAt + this.#pace - performance.now();
    if (early <= 0 || this.#rows.length >= batchSize.usual) this.#pump();
    else this.#timer ??= setTimeout(() => this.#pump(), early);
  }

  #pump(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    while (this.#open && this.#batch - this.#acknowledged < maxInFlight && this.#hasMore()) {
      const rest = this.#rest ?? { totals: this.#lastTotals };
      this.#rest = undefined;
      this.#lastTotals = rest.totals;
      const waits = { story: this.#story.length, rows: this.#rows.length };
      const alone = waits[this.inView] >= flood ? this.inView : undefined;
      const story = alone === "rows" ? [] : this.#story.take(this.#size(waits.story, batchSize.mostChanges));
      const rows = alone === "story" ? [] : this.#rows.take(this.#size(waits.rows, batchSize.mostRows));
      const more = this.#rows.length >= flood ? { more: true } : {};
      this.#sentAt = performance.now();
      this.#post({ type: "delta", batch: ++this.#batch, ...more, ...rest, story, rows });
    }
  }

  /** @param waiting how many wait, for all messages that may be sent now */
  #size(waiting: number, most: number): number {
    const free = maxInFlight - (this.#batch - this.#acknowledged);
    return Math.min(most, Math.max(batchSize.usual, Math.ceil(waiting / free)));
  }

  #hasMore(): boolean {
    return this.#rest !== undefined || this.#rows.length > 0 || this.#story.length > 0;
  }
}

function mergeState(
  before: Partial<RunState> | undefined,
  after: Partial<RunState> | undefined,
): { state?: Partial<RunState> } {
  return before || after ? { state: { ...before, ...after } } : {};
}
