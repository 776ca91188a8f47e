import type { CreateRunRequest, FileSource, RunMode, StreamState, UploadProgress } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import type { Run, RunEvent } from "../../api/schemas.ts";
import type { Adoption } from "../live/runWatcher.ts";
import type { RunsOfApp } from "./runsOfApp.ts";
import type { SentCreate } from "./sentCreate.ts";
import { UnknownCreateError } from "./unknownCreate.ts";

export interface NewRun {
  request: CreateRunRequest;
  files: readonly FileSource[];
  mode: RunMode;
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: UploadProgress) => void) | undefined;
  /** Every event of the run, in order, in the `stream` mode. */
  onEvent?: ((event: RunEvent) => void) | undefined;
  /** Waited for just before the request is sent: what has to be remembered if this window ends before its answer. */
  onSend?: ((sent: SentCreate) => Promise<void>) | undefined;
  /** The answer never came: its run is looked for now. */
  onLook?: (() => void) | undefined;
  /** Looks for the run also when the signal has aborted the request; else that ends the call at once. */
  looksWhenStopped?: boolean;
}

export interface CreatedRun {
  /** As it stands when it is known: just created, just started, or ended (in the `wait` mode). */
  runId: string;
  /** The run at its end. It is followed there whether or not anybody waits for this. */
  finished: Promise<Run>;
  /** Its request was never answered, and the list of runs shows it. */
  wasLost: boolean;
}

/**
 * Creates a run, once, and follows it to its end, whatever the mode. When nobody can know whether the request arrived,
 * its run is looked for in the list and taken as the one that was created; nothing is sent again.
 *
 * @throws UnknownCreateError, an ApiError, when the list did not settle that; else ApiError
 */
export async function createRun(session: RunsOfApp, newRun: NewRun): Promise<CreatedRun> {
  const sent = session.creates.begin(newRun.request);
  let runId: string | undefined;
  try {
    await newRun.onSend?.(sent);
    const created = await (newRun.mode === "stream"
      ? createStreaming(session, newRun)
      : createPlain(session, newRun, newRun.mode));
    ({ runId } = created);
    return { ...created, wasLost: false };
  } catch (error) {
    const wasStopped = newRun.signal?.aborted === true;
    if (!isApiError(error) || !error.outcomeUnknown || (wasStopped && !newRun.looksWhenStopped)) throw error;
    newRun.onLook?.();
    const lookUp = await session.creates.lookFor(sent, { signal: wasStopped ? undefined : newRun.signal });
    if (lookUp.kind !== "found") throw new UnknownCreateError(error, sent, lookUp);
    ({ id: runId } = lookUp.run);
    return { ...followFound(session, lookUp.run), wasLost: true };
  } finally {
    session.creates.end(sent, runId);
  }
}

/** Takes a run that was found in the list as one that was created here. */
export function followFound(session: RunsOfApp, run: Run): Omit<CreatedRun, "wasLost"> {
  session.noteStarted(run.id);
  session.store.upsert(run);
  return { runId: run.id, finished: follow(session, run.id, undefined) };
}

type Created = Omit<CreatedRun, "wasLost">;

async function createPlain(session: RunsOfApp, newRun: NewRun, mode: "background" | "wait"): Promise<Created> {
  const { request, files, signal, onProgress } = newRun;
  const api = await session.api();
  const run = await api.createRun(request, { mode, files, signal, onProgress });
  session.noteStarted(run.id);
  session.store.upsert(run);
  return { runId: run.id, finished: mode === "wait" ? Promise.resolve(run) : follow(session, run.id, signal) };
}

async function createStreaming(session: RunsOfApp, newRun: NewRun): Promise<Created> {
  const { request, files, signal, onProgress, onEvent } = newRun;
  const api = await session.api();
  // Others may watch this stream once it has started: from then on the caller's signal ends the caller's wait alone.
  const creation = new AbortController();
  const abort = (): void => creation.abort(signal?.reason);
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort);
  let adoption: Adoption | undefined;
  const onState = (state: StreamState): void => adoption?.onState(state);
  const stream = api.createRunStreaming(request, { files, onProgress, onState, signal: creation.signal });
  adoption = session.watcher.adopt(stream, { abort: () => creation.abort() });
  const { runId, watch } = await adoption.started.finally(() => signal?.removeEventListener("abort", abort));
  session.noteStarted(runId);
  if (onEvent) {
    for (const event of watch.log) onEvent(event);
    watch.onDidChange((change) => {
      if (change.kind === "events") for (const event of change.events) onEvent(event);
    });
  }
  const finished = follow(session, runId, signal);
  void finished.catch(() => undefined).finally(() => watch.dispose());
  return { runId, finished };
}

/** Whoever does not wait for the end must not be met by an unhandled rejection; whoever does hears of it. */
function follow(session: RunsOfApp, runId: string, signal: AbortSignal | undefined): Promise<Run> {
  const finished = session.watcher.follow(runId, { signal });
  finished.catch(() => undefined);
  return finished;
}
