import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { createInterface } from "node:readline";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { messageOf } from "#base/thrown.ts";
import { type FileContents, haveChanged, type KnownFiles } from "./knownFiles.ts";
import {
  type Job,
  type LoadMessage,
  parseWorkerMessage,
  type WorkerCommand,
  type WorkerEnd,
  type WorkerEvent,
} from "./workerMessages.ts";

export interface WorkerOptions {
  /** The program and its first arguments; those of a debugger begin with the debugger. */
  command: readonly [string, ...string[]];
  /** What is served: `support:workflow`, `app/flow.py:name`, `flow.yaml:id`. */
  target: string;
  /** The workspace folder. */
  cwd: string;
  env: NodeJS.ProcessEnv;
  known: KnownFiles;
  /** Gets what the developer's code prints, a line each. @param runId of the run that goes on, or that ended last */
  onLog: (line: string, runId: string | undefined) => void;
}

/** How a process ended that should go on. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Set when it couldn't be started. */
  error?: Error;
}

/** Time and size of a file, which change when it is saved. */
type Stamp = string;

/**
 * A Python process that has loaded the developer's code. It runs one run at a time, and is used again until a file that
 * it has loaded changes. Whatever the code does to it, crash, block or stop at a breakpoint, only its run is affected.
 */
export class WorkerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #stamps = new Map<string, Stamp>();
  readonly #ready = Promise.withResolvers<LoadMessage | ProcessEnd>();
  readonly #ended = Promise.withResolvers<ProcessEnd>();
  #job: { id: string; onEvent: (event: WorkerEvent) => void; end: (end: WorkerEnd) => void } | undefined;
  /** The run that goes on or went on last: what it printed may arrive after its end. */
  #printing: string | undefined;
  #hasEnded = false;

  readonly #known: KnownFiles;
  readonly #before: FileContents;
  #hasOldCode = false;

  constructor({ command: [program, ...args], target, cwd, env, known, onLog }: WorkerOptions) {
    this.#known = known;
    this.#before = known.read();
    this.#child = spawn(program, [...args, target], { cwd, env: { ...env, PYTHONUNBUFFERED: "1" } });
    this.#child.on("error", (error) => this.#end({ code: null, signal: null, error }));
    this.#child.on("close", (code, signal) => this.#end({ code, signal }));
    // A process that has ended takes nothing more: its end says so.
    this.#child.stdin.on("error", () => undefined);
    createInterface(this.#child.stdout).on("line", (line) => this.#take(line, onLog));
    createInterface(this.#child.stderr).on("line", (line) => onLog(line, this.#printing));
  }

  /** What it loaded, or how it ended instead. */
  get ready(): Promise<LoadMessage | ProcessEnd> {
    return this.#ready.promise;
  }

  /** Settles with the end of the process. */
  get ended(): Promise<ProcessEnd> {
    return this.#ended.promise;
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  /** Whether it can't take another run: it has ended, or a file that it has loaded was changed. */
  get isStale(): boolean {
    return this.#hasEnded || [...this.#stamps].some(([file, stamp]) => stampOf(file) !== stamp);
  }

  /** Whether a file was saved while the code was loaded, which may have the file from before. */
  get hasOldCode(): boolean {
    return this.#hasOldCode;
  }

  /** Runs a run. @returns how it ended, or how the process did in the middle of it */
  async run(job: Job, onEvent: (event: WorkerEvent) => void): Promise<WorkerEnd | ProcessEnd> {
    const done = Promise.withResolvers<WorkerEnd>();
    this.#job = { id: job.id, onEvent, end: done.resolve };
    this.#printing = job.id;
    this.#send({ kind: "run", ...job });
    try {
      return await Promise.race([done.promise, this.ended]);
    } finally {
      this.#job = undefined;
    }
  }

  answer(requestId: string, data: Record<string, unknown>): void {
    this.#send({ kind: "answer", request_id: requestId, data });
  }

  /** Asks the run to end. Code that blocks doesn't hear it. */
  cancel(): void {
    this.#send({ kind: "cancel" });
  }

  /** Lets it end by itself: nothing follows. */
  stop(): void {
    this.#child.stdin.end();
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  #send(command: WorkerCommand): void {
    if (!this.#hasEnded) this.#child.stdin.write(`${stringifyJson(command)}\n`);
  }

  #take(line: string, onLog: WorkerOptions["onLog"]): void {
    try {
      const message = parseWorkerMessage(line);
      if (message.kind === "event") {
        if (message.run === this.#job?.id) this.#job.onEvent(message);
        return;
      }
      this.#watch(message.files);
      if (message.kind !== "end") {
        this.#hasOldCode = haveChanged(message.files, this.#before);
        this.#ready.resolve(message);
      } else if (message.run === this.#job?.id) this.#job.end(message);
    } catch (error) {
      // Only a module below Python can write here. What it wrote is shown, and the worker goes on.
      onLog(`${line} (not a message of the worker: ${messageOf(error)})`, this.#job?.id);
    }
  }

  /** A file keeps the stamp that it had when it was first seen. */
  #watch(files: readonly string[]): void {
    this.#known.add(files);
    for (const file of files) if (!this.#stamps.has(file)) this.#stamps.set(file, stampOf(file));
  }

  #end(ending: ProcessEnd): void {
    this.#hasEnded = true;
    this.#ready.resolve(ending);
    this.#ended.resolve(ending);
  }
}

function stampOf(file: string): Stamp {
  try {
    const { mtimeNs, size } = statSync(file, { bigint: true });
    return `${mtimeNs} ${size}`;
  } catch {
    // A file that can't be read differs from one that could, and stays the same until it can be read again.
    return "";
  }
}
