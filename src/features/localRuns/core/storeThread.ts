import { Worker } from "node:worker_threads";
import type { Disposable } from "#base/disposable.ts";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { withFullStop } from "#base/text/oneLine.ts";
import { StorageError } from "#storage/storageError.ts";
import type { EventRange, EventsPart, RunsDifference, Received, TraceCalls } from "./traceCalls.ts";
import type { TraceStoreOptions } from "./traceStore.ts";

/** A call of the store in its thread. */
export interface ToTraceThread {
  id: number;
  name: keyof TraceCalls;
  values: readonly unknown[];
}

/** The result of a call: its value as JSON, absent for none, or why it failed. */
export type FromTraceThread = { id: number; json: string | undefined } | { id: number; failure: string };

interface Call {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Megabytes of JavaScript objects that the thread may have. A body of 32 MiB takes some 300. */
const maxMemory = 1_024;
const stopped = "The thread for local runs has stopped";

/** The store in a thread of its own, which begins with the first call. If it ends, the next call begins another. */
export class StoreThread implements TraceCalls, Disposable {
  readonly #script: string | URL;
  readonly #options: TraceStoreOptions;
  readonly #calls = new Map<number, Call>();
  #worker: Worker | undefined;
  #last = 0;
  #isOver = false;

  /** @param script the file of `traces.worker.ts` */
  constructor(script: string | URL, options: TraceStoreOptions) {
    this.#script = script;
    this.#options = options;
  }

  async look(): Promise<RunsDifference> {
    return this.#call("look", []);
  }

  /** @param body its buffer isn't usable afterwards */
  async add(body: Uint8Array<ArrayBuffer>): Promise<Received> {
    return this.#call("add", [body], [body.buffer]);
  }

  async events(id: string, range: EventRange): Promise<EventsPart | undefined> {
    return this.#call("events", [id, range]);
  }

  async clear(): Promise<void> {
    return this.#call("clear", []);
  }

  dispose(): void {
    this.#isOver = true;
    this.#worker?.terminate().catch(() => undefined);
  }

  #call<T>(name: keyof TraceCalls, values: readonly unknown[], moved: ArrayBuffer[] = []): Promise<T> {
    if (this.#isOver) return Promise.reject(new StorageError("The store of local runs is closed."));
    const worker = (this.#worker ??= this.#begin());
    const id = ++this.#last;
    const called = new Promise<unknown>((resolve, reject) => this.#calls.set(id, { resolve, reject }));
    worker.postMessage({ id, name, values } satisfies ToTraceThread, moved);
    worker.ref();
    return called as Promise<T>;
  }

  #begin(): Worker {
    const resourceLimits = { maxOldGenerationSizeMb: maxMemory };
    const worker = new Worker(this.#script, { workerData: this.#options, resourceLimits });
    worker.on("message", (message: FromTraceThread) => this.#take(message));
    worker.on("error", (error) => this.#fail(worker, `${stopped}: ${error.message}`));
    worker.on("exit", () => this.#fail(worker, stopped));
    return worker;
  }

  #take(message: FromTraceThread): void {
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (this.#calls.size === 0) this.#worker?.unref();
    if ("failure" in message) call?.reject(new StorageError(message.failure));
    else call?.resolve(message.json === undefined ? undefined : parseOwnJson(message.json));
  }

  #fail(worker: Worker, reason: string): void {
    if (worker !== this.#worker) return;
    this.#worker = undefined;
    for (const { reject } of this.#calls.values()) reject(new StorageError(`${withFullStop(reason)} Try again.`));
    this.#calls.clear();
  }
}
