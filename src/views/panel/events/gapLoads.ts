import { formatTimeOfDay } from "../../../model/times.ts";
import type { EventMark } from "../../../protocol/eventViews.ts";
import type { SequenceGap } from "../../../runs/live/eventLog.ts";

/** Gaps that the reader has requested again, and the results. */
export class GapLoads {
  readonly #loading = new Set<string>();
  /** The results, one sentence each. */
  readonly #found = new Map<string, string>();

  /** The row that stands for a gap. @param canLoad whether an app can be asked for it */
  mark(gap: SequenceGap, canLoad: boolean): EventMark {
    const { from, to } = gap;
    const what = from === to ? `1 event missing, ${from}.` : `${to - from + 1} events missing, ${from} to ${to}.`;
    const key = keyOf(gap);
    const found = this.#found.get(key);
    return {
      after: from - 1,
      text: found === undefined ? what : `${what} ${found}`,
      warning: true,
      ...(canLoad ? { gap: { from, to } } : {}),
      ...(this.#loading.has(key) ? { loading: true } : {}),
    };
  }

  /** @param load returns how many of the events arrived. @param onChange called when the marks have changed */
  async load(gap: SequenceGap, load: () => Promise<number>, onChange: () => void): Promise<void> {
    const key = keyOf(gap);
    if (this.#loading.has(key)) return;
    this.#loading.add(key);
    this.#found.delete(key);
    onChange();
    try {
      const count = await load();
      if (count === 0)
        this.#found.set(key, `The app had no stored events there at ${formatTimeOfDay(Date.now(), "seconds")}.`);
    } catch (error) {
      this.#found.set(key, `They couldn't be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#loading.delete(key);
    onChange();
  }
}

function keyOf({ from, to }: SequenceGap): string {
  return `${from} ${to}`;
}
