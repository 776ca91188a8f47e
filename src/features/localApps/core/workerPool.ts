import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { LoadMessage } from "./workerMessages.ts";
import type { ProcessEnd, WorkerProcess } from "./workerProcess.ts";

export interface LoadedWorker {
  worker: WorkerProcess;
  loaded: LoadMessage;
}

/** A worker that has loaded the code, or how its process ended instead. */
export type Acquired = LoadedWorker | { ending: ProcessEnd };

/** A run that waits for a worker: who takes it resolves it. */
interface Waiting {
  sessionId: string | undefined;
  resolve: (acquired: Acquired | undefined) => void;
}

export interface WorkerPoolOptions {
  /** Starts a process. */
  start: () => WorkerProcess;
  /** How many there are at most, and so how many runs go on at a time. */
  maxWorkers: number;
}

/** In milliseconds: how often saved files are looked for while nothing runs. A run that begins looks for itself. */
const lookInterval = 500;
/** How often code is loaded until no file was saved meanwhile: some writes files of its own whenever it is loaded. */
const maxLoads = 3;
/** In milliseconds: those that a batch needed go when it is over. */
const spareWorkerTime = 30_000;

/**
 * The workers of an app. A run takes an idle one, or a new one, or waits for its turn. A conversation goes on in the
 * process that it began in, as its memory may be there. After a file was saved, one worker loads the new code at once: the
 * next run is quick, and an error is known before it.
 */
export class WorkerPool implements Disposable {
  readonly #options: WorkerPoolOptions;
  readonly #loadedCode = new Emitter<LoadMessage | ProcessEnd>();
  /** Fires whenever a worker has loaded the code, or has failed to. */
  readonly onDidLoad = this.#loadedCode.event;
  /** The workers that run nothing, the longest idle first. */
  #idle: (LoadedWorker & { since: number })[] = [];
  readonly #all = new Set<WorkerProcess>();
  readonly #waiting: Waiting[] = [];
  readonly #sessions = new WeakMap<WorkerProcess, Set<string>>();
  readonly #looking: NodeJS.Timeout;
  /** How many workers have been started and haven't loaded the code yet. */
  #loading = 0;
  #isDisposed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#looking = setInterval(() => this.#keepFresh(), lookInterval);
    this.#looking.unref();
  }

  /** Loads the code as it is saved, so that the first run finds a worker. @returns whether one is loading it now */
  preload(): boolean {
    this.#dropStale();
    if (this.#all.size === 0) this.#grow();
    return this.#loading > 0;
  }

  /** Waits for a worker. @param signal ends the waiting. @returns `undefined` then */
  async acquire(sessionId: string | undefined, signal: AbortSignal): Promise<Acquired | undefined> {
    if (signal.aborted || this.#isDisposed) return undefined;
    this.#dropStale();
    const idle = this.#takeIdle(sessionId);
    if (idle) return idle;
    // Whichever worker is free first takes it: the new one may take longer to load than others to run.
    if (this.#all.size < this.#options.maxWorkers) this.#grow();
    return this.#turn(sessionId, signal);
  }

  /** Gives back a worker whose run is over. */
  release({ worker, loaded }: LoadedWorker): void {
    if (worker.isStale) this.#stop(worker);
    else this.#offer({ worker, loaded });
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#looking);
    for (const worker of this.#all) worker.kill();
    for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
    this.#loadedCode.dispose();
  }

  /**
   * Starts a worker, which takes a waiting run once it has loaded the code. If a file was saved meanwhile, another one loads
   * it again.
   */
  #grow(loads = 1): void {
    if (this.#isDisposed) return;
    const worker = this.#options.start();
    this.#all.add(worker);
    this.#loading++;
    void worker.ended.then(() => this.#forget(worker));
    void worker.ready.then((loaded) => {
      this.#loading--;
      if (worker.hasOldCode && loads < maxLoads) return this.#loadAgain(worker, loads + 1);
      this.#loadedCode.fire(loaded);
      if ("kind" in loaded) this.#offer({ worker, loaded });
      else this.#waiting.shift()?.resolve({ ending: loaded });
    });
  }

  #loadAgain(worker: WorkerProcess, loads: number): void {
    this.#all.delete(worker);
    worker.stop();
    this.#grow(loads);
  }

  /** Offers a free worker to the run that waits longest, or to the next one. */
  #offer(free: LoadedWorker): void {
    const next = this.#waiting.shift();
    if (next) next.resolve(this.#remembering(next.sessionId, free));
    else this.#idle.push({ ...free, since: performance.now() });
  }

  #takeIdle(sessionId: string | undefined): LoadedWorker | undefined {
    const own = this.#idle.find(({ worker }) => sessionId !== undefined && this.#sessions.get(worker)?.has(sessionId));
    const idle = own ?? this.#idle.at(-1);
    if (!idle) return undefined;
    this.#idle = this.#idle.filter((each) => each !== idle);
    return this.#remembering(sessionId, idle);
  }

  #remembering(sessionId: string | undefined, { worker, loaded }: LoadedWorker): LoadedWorker {
    if (sessionId !== undefined) {
      const sessions = this.#sessions.get(worker) ?? new Set();
      this.#sessions.set(worker, sessions.add(sessionId));
    }
    return { worker, loaded };
  }

  #turn(sessionId: string | undefined, signal: AbortSignal): Promise<Acquired | undefined> {
    const { promise, resolve } = Promise.withResolvers<Acquired | undefined>();
    const waiting = { sessionId, resolve };
    this.#waiting.push(waiting);
    const giveUp = (): void => {
      const index = this.#waiting.indexOf(waiting);
      if (index >= 0) this.#waiting.splice(index, 1);
      resolve(undefined);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    return promise.finally(() => signal.removeEventListener("abort", giveUp));
  }

  #dropStale(): void {
    const stale = this.#idle.filter(({ worker }) => worker.isStale);
    for (const { worker } of stale) this.#stop(worker);
  }

  /** Stops a worker. It doesn't count any more, although its process takes a moment to end. */
  #stop(worker: WorkerProcess): void {
    this.#forget(worker);
    worker.stop();
  }

  #forget(worker: WorkerProcess): void {
    this.#idle = this.#idle.filter((each) => each.worker !== worker);
    if (this.#all.delete(worker) && this.#waiting.length > 0) this.#grow();
  }

  #keepFresh(): void {
    const before = this.#idle.length;
    this.#dropStale();
    const now = performance.now();
    for (const { worker, since } of this.#idle.slice(0, -1)) if (now - since > spareWorkerTime) this.#stop(worker);
    if (before > 0 && this.#all.size === 0) this.preload();
  }
}
