import type { RunEventStream, RunsApi } from "#api/contract.ts";
import { ApiError, saysGone } from "#api/errors.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import { startedRun } from "#api/stream/runStream.ts";
import { type Disposable, DisposableStore, toDisposable } from "#base/disposable.ts";
import { type Attention, fullAttention } from "./attention.ts";
import { type OpenStream, SharedWatch } from "./sharedWatch.ts";
import type { RunWatch, WholeRun } from "./watchTypes.ts";

export type { RunWatch, WatchChange, WatchState, WholeRun } from "./watchTypes.ts";

export interface RunWatcherOptions {
  api: () => Promise<RunsApi>;
  /** Called with every version of a run that was read. */
  onRun: (run: Run) => void;
  /** Called with a run that has ended, when every event of it was read. */
  onWhole?: (whole: WholeRun) => void;
  /** Called with the id of a run that the app doesn't have any more. */
  onGone?: (id: string) => void;
  /** Whether the window has the focus: without it there are fewer requests. By default it has. */
  attention?: Attention;
}

/** One live stream per run, shared by everybody who watches the run. */
export class RunWatcher implements Disposable {
  readonly #options: RunWatcherOptions;
  readonly #shared = new Map<string, { watch: SharedWatch; uses: number }>();
  readonly #follows = new Set<() => void>();
  #disposed = false;

  constructor(options: RunWatcherOptions) {
    this.#options = options;
  }

  watch(id: string): RunWatch {
    return this.#use(id, undefined);
  }

  /** Reads a new run's stream until it names the run; then all watches share it. @throws ApiError */
  async adopt(stream: RunEventStream, abort?: () => void): Promise<{ runId: string; watch: RunWatch }> {
    const batches = stream[Symbol.asyncIterator]();
    const early: RunEvent[][] = [];
    let runId: string | undefined;
    while (runId === undefined) {
      const next = await batches.next();
      if (next.done) throw noRun();
      early.push(next.value);
      runId = startedRun(next.value);
    }
    const close = (): void => {
      abort?.();
      batches.return?.().catch(() => undefined);
    };
    return { runId, watch: this.#use(runId, { batches: resume(early, batches), close }) };
  }

  /** Resolves with the final run. @throws ApiError when it can't be followed any further, or when the signal aborts */
  follow(id: string, options: { signal?: AbortSignal } = {}): Promise<Run> {
    const { signal } = options;
    const uses = new DisposableStore();
    const end = new Promise<Run>((resolve, reject) => {
      const stop = (): void => reject(new ApiError({ kind: "aborted", message: "The run is no longer watched." }));
      if (signal?.aborted || this.#disposed) {
        stop();
        return;
      }
      const watch = uses.add(this.watch(id));
      signal?.addEventListener("abort", stop);
      uses.add(toDisposable(() => signal?.removeEventListener("abort", stop)));
      this.#follows.add(stop);
      uses.add(toDisposable(() => this.#follows.delete(stop)));
      const look = (): void => {
        if (watch.state.kind === "failed") reject(watch.state.error);
        if (watch.state.kind === "ended" && watch.run) resolve(watch.run);
      };
      uses.add(watch.onDidChange(look));
      look();
    });
    const settled = end.finally(() => uses.dispose());
    settled.catch(() => undefined);
    return settled;
  }

  /** Hands a run that was just read elsewhere to everybody who watches it. */
  take(run: Run): void {
    const shared = this.#shared.get(run.id);
    if (shared) shared.watch.hear(run);
    else this.#options.onRun(run);
  }

  dispose(): void {
    this.#disposed = true;
    for (const stop of this.#follows) stop();
    for (const { watch } of this.#shared.values()) watch.dispose();
    this.#shared.clear();
  }

  #use(id: string, open: OpenStream | undefined): RunWatch {
    let entry = this.#shared.get(id);
    if (entry) {
      open?.close();
    } else {
      const { api, onRun, onWhole = doNothing, onGone = doNothing, attention = fullAttention } = this.#options;
      const shared = new SharedWatch(id, { api, onRun, onWhole, attention });
      shared.changes.event(() => shared.state.kind === "failed" && saysGone(shared.state.error) && onGone(id));
      entry = { watch: shared, uses: 0 };
      if (this.#disposed) open?.close();
      else {
        this.#shared.set(id, entry);
        entry.watch.start(open);
      }
    }
    entry.uses++;
    const { watch } = entry;
    const subscriptions = new DisposableStore();
    subscriptions.add(toDisposable(() => this.#release(id, watch)));
    return {
      runId: id,
      log: watch.log,
      past: watch.past,
      get runStory() {
        return watch.held.runStory;
      },
      get run() {
        return watch.run;
      },
      get state() {
        return watch.state;
      },
      onDidChange: (...args) => subscriptions.add(watch.changes.event(...args)),
      whole: (sequence) => watch.past.whole(sequence),
      loadGap: (gap) => watch.loadGap(gap),
      retry: () => watch.retry(),
      dispose: () => subscriptions.dispose(),
    };
  }

  #release(id: string, watch: SharedWatch): void {
    const entry = this.#shared.get(id);
    if (entry?.watch !== watch || --entry.uses > 0) return;
    this.#shared.delete(id);
    watch.dispose();
  }
}

const doNothing = (): void => undefined;

async function* resume(early: RunEvent[][], rest: AsyncIterator<RunEvent[]>): AsyncGenerator<RunEvent[]> {
  yield* early;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function noRun(): ApiError {
  return new ApiError({
    kind: "protocol",
    message: "The event stream ended before the run's ID arrived. The run may or may not exist.",
    outcomeUnknown: true,
  });
}
