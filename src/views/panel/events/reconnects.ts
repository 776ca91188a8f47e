import { formatDuration } from "../../../model/duration.ts";
import { sequenceAt } from "../../../model/eventPlace.ts";
import type { EventMark } from "../../../protocol/eventViews.ts";
import type { WatchState } from "../../../runs/live/runWatcher.ts";

/** Remembers when the connection of a live run was lost and restored, for the list of its events. */
export class Reconnects {
  readonly marks: EventMark[] = [];
  #lost: { after: number; at: number } | undefined;

  /** @param last the place of the last event before it. @returns whether there is a new mark */
  note(state: WatchState, last: number, now: number): boolean {
    if (state.kind === "waiting") this.#lost ??= { after: last, at: now };
    if (!this.#lost || state.kind === "waiting" || state.kind === "connecting") return false;
    const { after, at } = this.#lost;
    this.#lost = undefined;
    if (after === 0 || state.kind === "failed") return false;
    const text = `Connection lost after ${sequenceAt(after)}. Reconnected after ${formatDuration(now - at)}.`;
    this.marks.push({ after, text, warning: false });
    return true;
  }
}
