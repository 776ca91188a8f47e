import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { messageOf } from "#base/thrown.ts";
import { LoadedFiles } from "./loadedFiles.ts";
import { askPython, unsupportedPython } from "./pythonVersion.ts";
import {
  type Job,
  type LoadMessage,
  parseWorkerMessage,
  type WorkerCommand,
  type WorkerEnd,
  type WorkerError,
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
  /** Gets what the developer's code prints, a line each. @param runId of the run that goes on, or that ended last */
  onLog: (line: string, runId: string | undefined) => void;
}

/** How a process ended that should go on. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Set when it couldn't be started. */
  error?: Error;
  /** Set when its Python is too old to read the worker. */
  unsupported?: WorkerError | undefined;
}

/**
 * A Python process that has loaded the developer's code. It runs one run at a time, and is used again until a file that
 * it has loaded changes. Whatever the code does to it, crash, block or stop at a breakpoint, only its run is affected.
 */
export class WorkerProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #files = new LoadedFiles();
  readonly #ready = Promise.withResolvers<LoadMessage | ProcessEnd>();
  readonly #ended = Promise.withResolvers<ProcessEnd>();
  #job: { id: string; onEvent: (event: WorkerEvent) => void; end: (end: WorkerEnd) => void } | undefined;
  /** The run that goes on or went on last: what it printed may arrive after its end. */
  #printing: string | undefined;
  #hasEnded = false;
  #hasSpoken = false;
  #hasOldCode = false;
  #ranOldCode = false;

  constructor({ command: [program, ...args], target, cwd, env, onLog }: WorkerOptions) {
    this.#child = spawn(program, [...args, target], { cwd, env: { ...env, PYTHONUNBUFFERED: "1" } });
    const python = { program, cwd, env };
    this.#child.on("error", (error) => this.#end({ code: null, signal: null, error }, python));
    this.#child.on("close", (code, signal) => this.#end({ code, signal }, python));
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
    return this.#hasEnded || this.#ranOldCode || this.#files.haveChanged;
  }

  /** Whether a file was saved while the code was loaded, after it had been read. */
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
      this.#hasSpoken = true;
      if (message.kind === "event") {
        if (message.run === this.#job?.id) this.#job.onEvent(message);
        return;
      }
      const hasChanged = this.#files.add(message.files);
      if (message.kind !== "end") {
        this.#hasOldCode = hasChanged;
        this.#ready.resolve(supported(message));
      } else {
        // Code also imports while it runs.
        this.#ranOldCode ||= hasChanged;
        if (message.run === this.#job?.id) this.#job.end(message);
      }
    } catch (error) {
      // Only a module below Python can write here. What it wrote is shown, and the worker goes on.
      onLog(`${line} (unexpected output: ${messageOf(error)})`, this.#job?.id);
    }
  }

  /** Only a Python that ends without a word may be one that is too old: it is asked before anybody hears of the end. */
  #end(ending: ProcessEnd, python: Python): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const isMute = !this.#hasSpoken && (ending.code ?? 0) !== 0;
    const explained = isMute ? withReason(ending, python) : ending;
    this.#ready.resolve(explained);
    this.#ended.resolve(explained);
  }
}

/** The program that a process was started with. */
interface Python extends Pick<WorkerOptions, "cwd" | "env"> {
  program: string;
}

async function withReason(ending: ProcessEnd, { program, ...options }: Python): Promise<ProcessEnd> {
  const python = await askPython(program, options);
  return { ...ending, unsupported: python && unsupportedPython(python) };
}

/** Python 3.8 and 3.9 read the worker, which doesn't work on them. */
function supported(message: LoadMessage): LoadMessage {
  const { files, interpreter, python } = message;
  const error = unsupportedPython(message);
  return error ? { kind: "broken", error, files, interpreter, python } : message;
}
