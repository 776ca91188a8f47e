import { Worker } from "node:worker_threads";
import type { Disposable } from "#base/disposable.ts";
import { withFullStop } from "#base/text/oneLine.ts";
import type { Arguments, FromWorker, OperationName, Result, ToWorker } from "./messages.ts";

/** The index can't be used: this Node has no database, or its thread has ended. */
export class NoIndexError extends Error {
  override readonly name = "NoIndexError";
}

interface Call {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

/** Megabytes of JavaScript objects that the thread may have. The databases' own memory is small. */
const maxMemory = 512;

const reload = "Reload the window to search runs.";

/** The thread of all indexes of this window. It begins with the first call. */
export class IndexThread implements Disposable {
  readonly #script: string | URL;
  readonly #calls = new Map<number, Call>();
  #worker: Worker | undefined;
  #failed: NoIndexError | undefined;
  #last = 0;

  /** @param script the file of `search.worker.ts` */
  constructor(script: string | URL) {
    this.#script = script;
  }

  /** Why the index can't be used; `undefined` as long as nothing is known to be wrong. */
  get failure(): NoIndexError | undefined {
    return this.#failed;
  }

  /** @throws NoIndexError, and errors of the database */
  call<Name extends OperationName>(file: string, name: Name, ...values: Arguments<Name>): Promise<Result<Name>> {
    if (this.#failed) return Promise.reject(this.#failed);
    const worker = (this.#worker ??= this.#begin());
    const id = ++this.#last;
    const called = new Promise<unknown>((resolve, reject) => this.#calls.set(id, { resolve, reject }));
    const message: ToWorker = { kind: "call", id, file, name, values };
    worker.postMessage(message);
    // A window with an open index still ends, but not before its answers are here.
    worker.ref();
    return called as Promise<Result<Name>>;
  }

  /** Ends the thread after what was asked so far. */
  dispose(): void {
    const message: ToWorker = { kind: "close" };
    this.#worker?.postMessage(message);
    this.#failed ??= new NoIndexError("The index is closed.");
  }

  #begin(): Worker {
    const worker = new Worker(this.#script, { resourceLimits: { maxOldGenerationSizeMb: maxMemory } });
    worker.on("message", (message: FromWorker) => this.#take(message));
    worker.on("error", (error) => this.#fail(`Indexing has stopped: ${withFullStop(error.message)} ${reload}`));
    worker.on("exit", () => this.#fail(`Indexing has stopped. ${reload}`));
    return worker;
  }

  #take(message: FromWorker): void {
    if (message.kind === "missing")
      return this.#fail(
        `Search needs SQLite with full-text search, but ${message.reason}. Update VS Code to search runs.`,
      );
    const call = this.#calls.get(message.id);
    this.#calls.delete(message.id);
    if (this.#calls.size === 0) this.#worker?.unref();
    if (message.kind === "result") call?.resolve(message.value);
    else call?.reject(new Error(message.message));
  }

  #fail(reason: string): void {
    this.#failed ??= new NoIndexError(reason);
    for (const { reject } of this.#calls.values()) reject(this.#failed);
    this.#calls.clear();
  }
}
