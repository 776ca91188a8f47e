import type { InputRequest, Run } from "#api/schemas.ts";
import { parseTime } from "#model/isoTime.ts";

/** What was done with a run: by a person here, or (`gone`) elsewhere, so that it doesn't wait any more. */
export interface RowAct {
  readonly kind: "answered" | "gone" | "canceled" | "started again";
  /** What the row says about it: *Approved · amount 480*. */
  readonly words: string;
  readonly requestId?: string;
}

/** A run whose row stays where it was, and says what was done with it. */
export interface HeldRun {
  /** The run as it was then, with the input requests that have come since. */
  readonly run: Run;
  readonly act: RowAct;
  /** The index of its row in each group that it may leave, by the group's key. */
  readonly rowIndexes: ReadonlyMap<string, number>;
  /** What was done with each of its input requests. */
  readonly requests: ReadonlyMap<string, string>;
}

/**
 * Runs that were answered, canceled or started again, or that don't wait any more. Their rows stay in their places until
 * the person does something else in the view: if they left by themselves, the next row would come under the pointer.
 */
export class HeldRuns {
  readonly #held = new Map<string, HeldRun>();
  readonly #requestsOf: (run: Run) => InputRequest[];

  constructor(requestsOf: (run: Run) => InputRequest[]) {
    this.#requestsOf = requestsOf;
  }

  get(runId: string): HeldRun | undefined {
    return this.#held.get(runId);
  }

  get isEmpty(): boolean {
    return this.#held.size === 0;
  }

  /** The groups in which a run is held, by their keys. */
  get groups(): string[] {
    return [...this.#held.values()].flatMap(({ rowIndexes }) => [...rowIndexes.keys()]);
  }

  /** The runs that are held in a group, from top to bottom. */
  in(group: string): HeldRun[] {
    const own = [...this.#held.values()].filter(({ rowIndexes }) => rowIndexes.has(group));
    return own.sort((a, b) => (a.rowIndexes.get(group) ?? 0) - (b.rowIndexes.get(group) ?? 0));
  }

  /** Whether the run has asked since: then its row waits like any other, where it is. @param current as the app has it */
  asksAgain({ run, act }: HeldRun, current: Run | undefined): boolean {
    const shown = this.#requestsOf(run);
    const asked = current ? this.#requestsOf(current) : [];
    if (act.kind === "gone") return asked.length > 0;
    return act.kind === "answered" && shown.length < 2 && asked.some(({ id }) => !shown.some((each) => each.id === id));
  }

  /** The run of a held row. New input requests go to the end. @param current as the app has it now */
  shown({ run }: HeldRun, current: Run | undefined): Run {
    const shown = this.#requestsOf(run);
    if (!current || shown.length < 2) return run;
    const fresh = this.#requestsOf(current).filter(({ id }) => !shown.some((each) => each.id === id));
    return fresh.length === 0 ? run : { ...run, input_requests: [...shown, ...fresh] };
  }

  /** @param run as it is now @param rowIndexes read only for a run that isn't held yet */
  hold(run: Run, act: RowAct, rowIndexes: () => ReadonlyMap<string, number>): void {
    const before = this.#held.get(run.id);
    const requests = new Map(before?.requests);
    if (act.requestId !== undefined) requests.set(act.requestId, act.words);
    const shown = before && !this.asksAgain(before, run) ? before.run : run;
    this.#held.set(run.id, { run: shown, act, rowIndexes: before?.rowIndexes ?? rowIndexes(), requests });
  }

  /** The act had no effect, so the row is what it was. @returns whether it was held for that act */
  release(runId: string, requestId?: string): boolean {
    const before = this.#held.get(runId);
    if (!before || (requestId !== undefined && !before.requests.has(requestId))) return false;
    const requests = new Map(before.requests);
    if (requestId !== undefined) requests.delete(requestId);
    const [last] = [...requests].slice(-1);
    if (last)
      this.#held.set(runId, { ...before, requests, act: { kind: "answered", requestId: last[0], words: last[1] } });
    else this.#held.delete(runId);
    return true;
  }

  /** Releases all. @returns their ids */
  clear(): string[] {
    const ids = [...this.#held.keys()];
    this.#held.clear();
    return ids;
  }
}

/** The order in which runs were shown. New ones go to the end, so that none comes under the pointer. */
export class StableOrder {
  /** For each run that was shown, the arrangement with which it came, and when it had asked, if that was known then. */
  readonly #shown = new Map<string, { came: number; asked: number | undefined }>();
  #arrangements = 0;

  /**
   * Runs that came together are sorted by what is known then. @param runs the newest first
   * @param asked in milliseconds since the epoch; else the start counts @param oldestFirst `undefined` keeps them
   */
  arrange(
    runs: readonly Run[],
    asked: (run: Run) => number | undefined,
    oldestFirst: boolean | undefined,
  ): readonly Run[] {
    const entries = runs.map((run) => {
      // A later question of a run whose row was shown doesn't move the row, nor does what is known of it later.
      const entry = this.#shown.get(run.id) ?? { came: this.#arrangements, asked: asked(run) };
      this.#shown.set(run.id, entry);
      return { run, ...entry };
    });
    this.#arrangements++;
    const timeOf = (entry: (typeof entries)[number]): number => entry.asked ?? parseTime(entry.run.started_at) ?? 0;
    const sign = oldestFirst === undefined ? 0 : oldestFirst ? 1 : -1;
    // Of equal times, the app's order counts, which has the newest first.
    const inOrder = oldestFirst ? entries.toReversed() : entries;
    return inOrder.toSorted((a, b) => a.came - b.came || sign * (timeOf(a) - timeOf(b))).map(({ run }) => run);
  }

  /** @returns whether there was an order */
  reset(): boolean {
    const hadOrder = this.#shown.size > 1;
    this.#shown.clear();
    this.#arrangements = 0;
    return hadOrder;
  }
}
