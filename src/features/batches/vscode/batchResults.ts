import { Owner } from "#base/disposable.ts";
import type { Batch } from "#features/batches/core/batch.ts";
import type { BatchStore } from "#features/batches/core/batchStore.ts";
import type { BatchHead } from "#features/batches/core/batchTypes.ts";
import { retryRows } from "#features/batches/core/retryChoice.ts";
import type { BatchHeadView, BatchRow } from "#features/batches/page/messages.ts";
import { formatWhen } from "#model/times.ts";
import type { RunQuery, RunSet } from "#runs/store/runQuery.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import { isSame, type LineNow, rowOf } from "./batchRows.ts";

/** Number of runs that are read unasked, because each costs a request. */
const maxReadUnasked = 500;

export interface BatchResultsServices {
  batches: Pick<BatchStore, "read" | "get" | "onDidChange">;
  /** The runs of the batch's app; `undefined` if its connection was removed or has another app now. */
  runsOf: (head: BatchHead) => RunStore | undefined;
  /** The name of the batch's app, for a person. */
  appOf: (head: BatchHead) => string;
}

/** The results of one batch: its rows, which follow its lines and its runs. */
export class BatchResults extends Owner {
  readonly #services: BatchResultsServices;
  readonly #onChange: () => void;
  readonly #made: (LineNow & { row: BatchRow })[] = [];
  readonly #batch: Batch;
  readonly #store: RunStore | undefined;
  readonly #runs: RunSet;
  #problem: string | undefined;

  private constructor(batch: Batch, runs: RunSet, services: BatchResultsServices, onChange: () => void) {
    super();
    const store = services.runsOf(batch.head);
    this.#batch = batch;
    this.#runs = runs;
    this.#services = services;
    this.#onChange = onChange;
    this.#store = store;
    this.owned.add(batch.onDidChange(onChange));
    if (store) this.owned.add(store.onDidChange(onChange));
  }

  /** @returns `undefined` if the batch no longer exists */
  static async of(id: string, services: BatchResultsServices, onChange: () => void): Promise<BatchResults | undefined> {
    const batch = await services.batches.read(id);
    const knownBatch = services.batches.get(id);
    return batch && knownBatch ? new BatchResults(batch, knownBatch.runs, services, onChange) : undefined;
  }

  get head(): BatchHeadView {
    const { id, createdAt } = this.#batch.head;
    const { head, isOpen } = this.#services.batches.get(id) ?? { head: this.#batch.head, isOpen: false };
    const { counts } = this.#batch;
    return {
      id,
      name: head.name,
      facts: `${this.#services.appOf(head)}, ${formatWhen(createdAt, Date.now())}`,
      canRetry: !isOpen && retryRows({ counts, failedRuns: this.#failedRuns }).length > 0,
      unread: this.#unread,
      problem: this.#problem,
    };
  }

  get #unread(): number {
    return [...this.#runs.ids].filter((runId) => !this.#store?.get(runId)).length;
  }

  get #failedRuns(): number {
    return [...this.#runs.ids].filter((runId) => this.#store?.get(runId)?.status === "failed").length;
  }

  get rows(): BatchRow[] {
    this.takeChanges();
    return this.#made.map(({ row }) => row);
  }

  /** The rows that differ since the last call, with their positions: those whose line or run has changed. */
  takeChanges(): [position: number, row: BatchRow][] {
    const { lines, head } = this.#batch;
    return lines.flatMap((line, n): [number, BatchRow][] => {
      const now = this.#now(n);
      const made = this.#made[n];
      if (made && isSame(made, now)) return [];
      const row = rowOf(line, now, head.connectionId, this.#store?.titlePath);
      this.#made[n] = { ...now, row };
      return [[n, row]];
    });
  }

  #now(n: number): LineNow {
    const state = this.#batch.states[n] ?? { kind: "waiting" };
    if (state.kind !== "created") return { state, run: undefined, blockedBy: undefined, isGone: false };
    const run = this.#store?.get(state.runId);
    const blockedBy = run && this.#store?.endOf(run).blockedBy;
    return { state, run, blockedBy, isGone: !run && !this.#runs.ids.has(state.runId) };
  }

  /** Reads the runs that aren't known yet, and those that haven't ended. @param all also more than a few hundred */
  async readRuns(all: boolean): Promise<void> {
    const store = this.#store;
    if (!store)
      return this.#become(
        "The connection of this batch was removed or has a new address, so the status of its runs can't be loaded.",
      );
    const query: RunQuery = { statuses: [], within: this.#runs, order: "newest" };
    const unreadLimit = all ? 0 : Math.max(0, this.#unread - maxReadUnasked);
    await store.read(query);
    for (let before = Infinity; this.#unread > unreadLimit && this.#unread < before && !store.list(query).error;) {
      before = this.#unread;
      await store.loadMore(query);
    }
    const error = store.list(query).error ?? (await store.readUnderWay());
    this.#become(error && `The status of some runs couldn't be loaded: ${error.message}`);
  }

  #become(problem: string | undefined): void {
    this.#problem = problem;
    this.#onChange();
  }
}
