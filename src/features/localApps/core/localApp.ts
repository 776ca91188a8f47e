import { randomUUID } from "node:crypto";
import type { InputAnswer } from "#api/contract.ts";
import type { InputRequest } from "#api/schemas.ts";
import { isFields } from "#base/json/fieldsOf.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import type { CreateBody } from "#server/requests/createBody.ts";
import { RunRepository } from "#server/runs/runRepository.ts";
import { ServedRun } from "#server/runs/servedRun.ts";
import type { RunService } from "#server/servedApp.ts";
import type { DiskFiles } from "./diskFiles.ts";
import { type LocalRunStore, maxRuns, serverEnded } from "./localRunStore.ts";
import type { Job, WorkerEnd, WorkerEvent } from "./workerMessages.ts";
import type { WorkerPool } from "./workerPool.ts";
import type { ProcessEnd, WorkerProcess } from "./workerProcess.ts";

/** In milliseconds: how long code may take to notice that it was canceled, before its process is ended. */
const cancelGrace = 3_000;

/** A run that goes on or waits for a worker. */
interface Going {
  canceling: AbortController;
  worker?: WorkerProcess;
  /** Ends the process of code that blocks. */
  enforcing?: NodeJS.Timeout;
}

/** Runs a workflow of the workspace as an app: its runs, each in a worker. */
export class LocalApp implements RunService {
  readonly id: string;
  readonly runs = new RunRepository();
  readonly #pool: WorkerPool;
  readonly #store: LocalRunStore;
  readonly #files: DiskFiles;
  readonly #going = new Map<string, Going>();

  /** @param id of the app, the same for a target and a workspace */
  constructor(id: string, { pool, store, files }: { pool: WorkerPool; store: LocalRunStore; files: DiskFiles }) {
    this.id = id;
    this.#pool = pool;
    this.#store = store;
    this.#files = files;
    for (const run of store.load()) this.runs.add(run);
  }

  create({ input, userId, sessionId }: CreateBody, files: readonly { id: string }[]): ServedRun {
    const facts = { id: randomUUID(), appId: this.id, input, userId, sessionId, createdAt: Date.now() };
    const run = new ServedRun(facts, randomUUID);
    this.runs.add(run);
    this.#store.follow(run);
    this.#forgetOld();
    const job: Job = { id: facts.id, input, user_id: userId, session_id: sessionId, files: this.#filesOf(files) };
    this.#drive(run, job).catch(onUnexpectedError);
    return run;
  }

  /** Forgets old runs: only as many are kept as a restart would find. One that goes on stays. */
  #forgetOld(): void {
    const old = this.runs.oldest().slice(0, Math.max(0, this.runs.size - maxRuns));
    for (const { facts } of old.filter(({ isTerminal }) => isTerminal)) {
      this.runs.remove(facts.id);
      this.#store.remove(facts.id);
    }
  }

  cancel(run: ServedRun): void {
    const going = this.#going.get(run.facts.id);
    if (!going || going.canceling.signal.aborted) return;
    going.canceling.abort();
    const { worker } = going;
    worker?.cancel();
    going.enforcing = worker && setTimeout(() => worker.kill(), cancelGrace);
  }

  answer(run: ServedRun, answer: InputAnswer): void {
    const { request_id: requestId, type: _, ...data } = answer;
    run.receive(answer, Date.now());
    this.#going.get(run.facts.id)?.worker?.answer(requestId, data);
  }

  /** Ends all runs that go on, because their server ends. */
  close(): void {
    for (const id of this.#going.keys()) this.runs.get(id)?.fail(serverEnded, Date.now());
  }

  /** The files of a run, as the worker opens them. */
  #filesOf(files: readonly { id: string }[]): Job["files"] {
    return files
      .map(({ id }) => this.#files.get(id))
      .filter((file) => file !== undefined)
      .map(({ path, name, mimeType }) => ({ path, name, mime_type: mimeType }));
  }

  async #drive(run: ServedRun, job: Job): Promise<void> {
    const going: Going = { canceling: new AbortController() };
    this.#going.set(job.id, going);
    const acquired = await this.#pool.acquire(job.session_id, going.canceling.signal);
    try {
      if (run.isTerminal) return undefined;
      if (!acquired || going.canceling.signal.aborted)
        return run.cancel(Date.now(), canceled("The run was canceled before it began."));
      run.start(Date.now());
      if ("ending" in acquired)
        return run.fail(processEnded(acquired.ending, "while it was loading the code"), Date.now());
      if (acquired.loaded.kind === "broken") return run.fail(failureOf(acquired.loaded.error), Date.now());
      going.worker = acquired.worker;
      const end = await acquired.worker.run(job, (event) => take(run, event));
      this.#conclude(run, end, going);
    } finally {
      clearTimeout(going.enforcing);
      this.#going.delete(job.id);
      if (acquired && "worker" in acquired) this.#pool.release(acquired);
    }
  }

  #conclude(run: ServedRun, end: WorkerEnd | ProcessEnd, going: Going): void {
    const now = Date.now();
    if (run.isTerminal) return;
    if ("kind" in end) {
      this.#store.keepTrace(run.facts.id, end.trace);
      if (end.status === "completed") run.complete(end.output, now);
      else if (end.status === "failed") run.fail(end.error ? failureOf(end.error) : withoutError, now);
      else run.cancel(now, end.error ?? undefined);
    } else if (going.canceling.signal.aborted) {
      run.cancel(now, { type: "ProcessEnded", message: "The code didn't stop, so its process was ended." });
    } else {
      const error = processEnded(end, "during the run");
      run.fail({ ...error, traceback: this.#store.logOf(run.facts.id).slice(-20).join("\n") }, now);
    }
  }
}

const withoutError = { message: "The run failed, but the code reported no error." };

/** The error of a run. Its message and its traceback say where the code is, which an editor gets in fields. */
function failureOf(error: Record<string, unknown>): object {
  const { file: _, line: __, missing_module: ___, ...said } = error;
  return said;
}

/** Takes over what a worker says of a run. */
function take(run: ServedRun, { type, data, extra }: WorkerEvent): void {
  if (run.isTerminal) return;
  const now = Date.now();
  const request = requestOf(type, data);
  if (request) return run.ask(type, request, now);
  const marked = extra && isFields(data) ? { ...data, extra: true } : data;
  run.emit(type, marked, now, isFields(data) ? (data["source"] ?? undefined) : undefined);
}

/** The input request that an event brings, if somebody has to answer. */
function requestOf(type: string, data: unknown): InputRequest | undefined {
  if (!isFields(data) || typeof data["id"] !== "string") return undefined;
  const asked = { ...data, id: data["id"] };
  if (type === "approval_request.created") return { ...asked, type: "approval_request" };
  // An agent also tells something without waiting.
  const isQuestion = type === "agent.human_feedback.requested" && data["action"] !== "info";
  return isQuestion ? { ...asked, type: "human_feedback_request" } : undefined;
}

function canceled(message: string): object {
  return { type: "CanceledException", message };
}

function processEnded({ code, signal, error }: ProcessEnd, when: string): object {
  const how = error ? `could not be started: ${error.message}` : `ended with ${signal ?? `code ${code}`}`;
  return { type: "ProcessEnded", message: `The Python process ${how} ${error ? "" : when}`.trim() + "." };
}
