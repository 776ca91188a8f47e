import type { EventRow, SentRow } from "#workbench/panel/page/eventViews.ts";
import type { HostMessage, Totals } from "#workbench/panel/page/messages.ts";
import type { StoryChange } from "#workbench/panel/page/storyViews.ts";
import type { SnapshotRest } from "./snapshotRest.ts";

/** The most in one message: more would take the panel longer than a frame. */
const batchSize = { story: 2_048, rows: 8_192 };
/** The most full messages that the panel hasn't drawn yet. */
const maxInFlight = 4;

export type PanelRest = Pick<SnapshotRest, keyof SnapshotRest>;

type Sent<Type extends HostMessage["type"]> = Omit<Extract<HostMessage, { type: Type }>, "type" | "batch">;
export type PanelSnapshot = Sent<"snapshot"> & { rest?: PanelRest };
export type PanelUpdate = Partial<Omit<Sent<"delta">, "rows">> & Pick<Sent<"delta">, "totals"> & { rows?: EventRow[] };

/**
 * Sends a run's events to the panel in batches, no faster than the panel draws them: a message that isn't full waits
 * until those before are drawn. With four of any size ahead, the page drew a flood in twice as many frames. A closed
 * feed holds and sends nothing.
 */
export class PanelFeed {
  readonly #post: (message: HostMessage) => void;
  #open = false;
  #batch = 0;
  #acknowledged = 0;
  /** The rest of the snapshot, which is sent before new changes. */
  #rest: PanelRest | undefined;
  #story: StoryChange[] = [];
  #rows: EventRow[] = [];
  #totals: Totals = { eventCount: 0, lastSequence: 0 };
  #news: Omit<PanelUpdate, "story" | "rows"> | undefined;

  constructor(post: (message: HostMessage) => void) {
    this.#post = post;
  }

  /** Replaces everything that the panel shows: the beginning at once, the rest in batches. */
  open({ rest, ...snapshot }: PanelSnapshot): void {
    this.close();
    this.#open = true;
    this.#acknowledged = this.#batch;
    this.#rest = rest;
    this.#totals = snapshot.totals;
    this.#post({ type: "snapshot", ...snapshot });
    this.#send();
  }

  push({ story = [], rows = [], ...news }: PanelUpdate): void {
    if (!this.#open) return;
    for (const change of story) this.#addChange(change);
    // The rest of the snapshot brings the others.
    for (const row of rows) if (!this.#rest?.hasRow(row.sequence)) this.#rows.push(row);
    const state = news.state ? { ...this.#news?.state, ...news.state } : this.#news?.state;
    this.#news = { ...this.#news, ...news, state };
    this.#send();
  }

  acknowledge(batch: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, batch);
    this.#send();
  }

  close(): void {
    this.#open = false;
    this.#rest = undefined;
    this.#story = [];
    this.#rows = [];
    this.#news = undefined;
  }

  /**
   * Several changes of a step that is still waiting become one: growing text is joined here, and a call that started
   * may have ended.
   */
  #addChange(change: StoryChange): void {
    // The rest of the snapshot brings the step with this change.
    if (this.#rest?.has("upsert" in change ? change.upsert.id : change.id)) return;
    const last = this.#story.at(-1);
    if (last && "append" in change && "append" in last && last.id === change.id)
      this.#story[this.#story.length - 1] = { ...last, ...change, append: last.append + change.append };
    else if (last && "upsert" in change && "upsert" in last && last.upsert.id === change.upsert.id)
      this.#story[this.#story.length - 1] = change;
    else this.#story.push(change);
  }

  /** Sends a batch of what is waiting, as soon as the panel allows it. */
  #send(): void {
    if (!this.#open || this.#batch - this.#acknowledged >= this.#maxInFlightNow()) return;
    const story = this.#takeStory();
    const rows = this.#takeRows();
    if (!this.#news && story.length === 0 && rows.length === 0) return;
    const news = this.#news ?? { totals: this.#totals };
    this.#news = undefined;
    this.#totals = news.totals;
    this.#post({ type: "delta", batch: ++this.#batch, ...news, story, rows: rows.map(sentRow) });
    // A full one takes the extension host up to 28 ms, so others have their turn before the next one.
    setImmediate(() => this.#send());
  }

  #maxInFlightNow(): number {
    const { story, rows } = batchSize;
    const { length: steps } = this.#story;
    const isFull = this.#rest?.steps || this.#rest?.rows || steps >= story || this.#rows.length >= rows;
    return isFull ? maxInFlight : 1;
  }

  #takeStory(): StoryChange[] {
    if (!this.#rest?.steps) return this.#story.splice(0, batchSize.story);
    return this.#rest.takeSteps(batchSize.story).map((upsert) => ({ upsert }));
  }

  #takeRows(): EventRow[] {
    if (this.#rest?.rows) return this.#rest.takeRows(batchSize.rows);
    // A late row may be waiting behind later ones.
    return this.#rows.splice(0, batchSize.rows).sort((a, b) => a.sequence - b.sequence);
  }
}

/** Leaves out what the row before says. */
function sentRow(row: EventRow, index: number, rows: readonly EventRow[]): SentRow {
  const before = rows[index - 1];
  if (before?.type !== row.type || before.source !== row.source || before.piece !== row.piece) return row;
  const { sequence, time, summary, failed } = row;
  return { sequence: sequence === before.sequence + 1 ? undefined : sequence, time, summary, failed };
}
