import type { RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { type AttachmentService, type PreparedRequest, UploadsFailed } from "./attachmentService.ts";
import type { CreateJournal, JournalEntry } from "./createJournal.ts";
import type { CreatedRun, CreateHooks, NewRun } from "./newRun.ts";
import type { RunsOfApp } from "./runsOfApp.ts";
import type { SentCreate } from "./sentCreate.ts";
import type { StartedRuns } from "./startedRuns.ts";
import type { LookUp } from "./unconfirmedCreates.ts";
import { UnknownCreateError } from "./unknownCreate.ts";

export interface RunCreatorOptions {
  attachments: AttachmentService;
  journal: CreateJournal;
  started: Pick<StartedRuns, "noteSent">;
  addressOf: (connectionId: string) => string | undefined;
  /** Called when a record of how a run was created couldn't be stored. The run exists all the same. */
  onError: (error: unknown) => void;
}

/** In milliseconds. A request may still arrive so long after it was sent by a window that is gone. */
const maxTransitTime = 15 * 60 * 1000;

/**
 * Starts every run: those of people, golden tests, agents and other extensions, and the lines of a batch. Nothing else
 * sends a request that creates one.
 */
export class RunCreator {
  readonly #options: RunCreatorOptions;
  /** The journal's entries of requests, until their outcome is known. */
  readonly #entries = new WeakMap<SentCreate, string>();

  constructor(options: RunCreatorOptions) {
    this.#options = options;
    for (const { id, sent } of this.left) this.#entries.set(sent, id);
  }

  /** The requests that an earlier window left. Their outcome is unknown. */
  get left(): readonly JournalEntry[] {
    return this.#options.journal.left;
  }

  /**
   * Creates a run with its files, once, and follows it to its end. The journal has the request until its outcome is
   * known. @throws UploadsFailed when no run was created; UnknownCreateError when that isn't known; otherwise ApiError
   */
  async create(app: RunsOfApp, run: NewRun, hooks: CreateHooks = {}): Promise<CreatedRun> {
    const { started, onError } = this.#options;
    const created = await this.#withFiles(app, run, hooks, (prepared) => this.#send(app, run, prepared, hooks));
    await started.noteSent(app.connectionId, created.runId, run).catch(onError);
    return created;
  }

  /** Sends a request with its files, and once more with new uploads if the app no longer has those that it refers to. */
  async #withFiles<T>(
    app: RunsOfApp,
    run: Pick<NewRun, "request" | "files">,
    hooks: CreateHooks,
    send: (prepared: PreparedRequest) => Promise<T>,
  ): Promise<T> {
    const { attachments } = this.#options;
    const prepared = await attachments.prepare(app, run, hooks);
    try {
      return await send(prepared);
    } catch (error) {
      const renewed = await attachments.renew(app, run, prepared, error, hooks);
      if (!renewed) throw error;
      return send(renewed);
    }
  }

  /** Sends a request, once. It is in the journal before, and leaves it with its outcome. */
  async #send(app: RunsOfApp, run: NewRun, prepared: PreparedRequest, hooks: CreateHooks): Promise<CreatedRun> {
    const sent = app.creates.begin(prepared.request);
    try {
      await this.#note(app, run, sent);
    } catch (error) {
      app.creates.end(sent);
      throw error;
    }
    try {
      const created = await createOrFind(app, { ...prepared, mode: run.mode }, sent, hooks);
      await this.settle(sent);
      return created;
    } catch (error) {
      const isUnread = error instanceof UnknownCreateError && error.lookUp.kind === "unread";
      if (!isUnread) await this.settle(sent);
      throw error;
    }
  }

  /**
   * Creates a batch's line in the background: the list shows its progress, and the batch looks for it. @throws ApiError
   */
  async createLine(app: RunsOfApp, line: Pick<NewRun, "request" | "files">): Promise<Run> {
    const api = await app.api();
    try {
      return await this.#withFiles(app, line, {}, (prepared) => sendLine(app, api, prepared));
    } catch (error) {
      throw error instanceof UploadsFailed ? error.ofRun : error;
    }
  }

  /** Looks again for the run of a request without a response, and follows it. Sends nothing. */
  async lookAgain(app: RunsOfApp, sent: SentCreate): Promise<LookUp> {
    const until = Math.min(Date.now(), sent.sentAt + maxTransitTime);
    const lookUp = await app.creates.lookFor(sent, { until });
    app.creates.end(sent, lookUp.kind === "found" ? lookUp.run.id : undefined);
    if (lookUp.kind !== "unread") await this.settle(sent);
    if (lookUp.kind === "found") followFound(app, lookUp.run);
    return lookUp;
  }

  /** Removes a request from the journal: its outcome is known, or can't be found out any more. */
  async settle(sent: SentCreate | undefined): Promise<void> {
    const id = sent && this.#entries.get(sent);
    if (id !== undefined) await this.#options.journal.remove(id);
  }

  async #note({ connectionId }: RunsOfApp, { name, file, saveTo }: NewRun, sent: SentCreate): Promise<void> {
    const { journal, addressOf } = this.#options;
    const baseUrl = addressOf(connectionId) ?? "";
    this.#entries.set(sent, await journal.add({ connectionId, baseUrl, name, file, saveTo, sent }));
  }
}

async function sendLine(app: RunsOfApp, api: RunsApi, { request, files }: PreparedRequest): Promise<Run> {
  // Prevents other look-ups from claiming the line's run.
  const sent = app.creates.begin(request, []);
  let runId: string | undefined;
  try {
    const run = await api.createRun(request, { mode: "background", files });
    runId = run.id;
    return run;
  } finally {
    app.creates.end(sent, runId);
  }
}

type ReadyRun = PreparedRequest & Pick<NewRun, "mode">;

/**
 * Creates a run, once, and follows it to its end. Without a response it is looked for in the list. @param sent from
 * `begin`, ended here @throws UnknownCreateError when the list gives no certain result; otherwise ApiError
 */
async function createOrFind(app: RunsOfApp, run: ReadyRun, sent: SentCreate, hooks: CreateHooks): Promise<CreatedRun> {
  const { signal, onLook, looksWhenStopped = true } = hooks;
  let runId: string | undefined;
  try {
    const created = await (run.mode === "stream" ? createStreaming : createInBackground)(app, run, hooks);
    runId = created.runId;
    return { ...created, lost: undefined };
  } catch (error) {
    const wasStopped = signal?.aborted === true;
    if (!isApiError(error) || !error.outcomeUnknown || (wasStopped && !looksWhenStopped)) throw error;
    onLook?.(error);
    const lookUp = await app.creates.lookFor(sent, { signal: wasStopped ? undefined : signal });
    if (lookUp.kind !== "found") throw new UnknownCreateError(error, sent, lookUp);
    runId = lookUp.run.id;
    return { ...followFound(app, lookUp.run), lost: error };
  } finally {
    app.creates.end(sent, runId);
  }
}

/** Follows a run that was found in the list, as if it had just been created. */
function followFound(app: RunsOfApp, run: Run): Omit<CreatedRun, "lost"> {
  app.noteStarted?.(run.id);
  app.store.upsert(run);
  return { runId: run.id, run, finished: follow(app, run.id, undefined) };
}

type Created = Omit<CreatedRun, "lost">;

/** Creates a run in the background, also for *wait*, whose synchronous request would fail with its connection. */
async function createInBackground(
  app: RunsOfApp,
  { request, files }: ReadyRun,
  { signal, track }: CreateHooks,
): Promise<Created> {
  const api = await app.api();
  const created = await api.createRun(request, { mode: "background", files, signal, onProgress: track?.(files) });
  app.noteStarted?.(created.id);
  app.store.upsert(created);
  return { runId: created.id, run: created, finished: follow(app, created.id, signal) };
}

async function createStreaming(app: RunsOfApp, run: ReadyRun, hooks: CreateHooks): Promise<Created> {
  const { request, files } = run;
  const { signal, track, onEvent } = hooks;
  const api = await app.api();
  // Others may watch this stream once it has started. From then on the caller's signal ends only the caller's wait.
  const creation = new AbortController();
  const abort = (): void => creation.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  const stream = api.createRunStreaming(request, {
    files,
    onProgress: track?.(files),
    signal: creation.signal,
  });
  const adopting = app.watcher.adopt(stream, () => creation.abort());
  const { runId, watch } = await adopting.finally(() => signal?.removeEventListener("abort", abort));
  app.noteStarted?.(runId);
  if (onEvent) {
    for (const event of watch.log) onEvent(event);
    watch.onDidChange((change) => {
      if (change.kind === "events") for (const event of change.events) onEvent(event);
    });
  }
  const finished = follow(app, runId, signal);
  void finished.catch(() => undefined).finally(() => watch.dispose());
  return { runId, run: undefined, finished };
}

/** A caller that doesn't wait for the end must not cause an unhandled rejection. A caller that does gets the error. */
function follow(app: RunsOfApp, runId: string, signal: AbortSignal | undefined): Promise<Run> {
  const finished = app.watcher.follow(runId, { signal });
  finished.catch(() => undefined);
  return finished;
}
