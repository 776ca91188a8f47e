import { isApiError } from "../../api/errors.ts";
import type { Run } from "../../api/schemas.ts";
import type { CreatedRun, CreateHooks, SendHooks, SentPart } from "./newRun.ts";
import type { RunsOfApp } from "./runsOfApp.ts";
import { UnknownCreateError } from "./unknownCreate.ts";

/**
 * Creates a run, once, and follows it to its end in every mode. If nobody can know whether the request arrived, the run
 * is looked for in the list; a run that is found counts as created. Nothing is sent again.
 *
 * @param sent the request as `begin` has recorded it, for a caller that needs it before. It is ended here
 * @throws UnknownCreateError, an ApiError, when the list gives no certain result; otherwise ApiError
 */
export async function createRun(
  app: RunsOfApp,
  run: SentPart,
  hooks: SendHooks = {},
  sent = app.creates.begin(run.request),
): Promise<CreatedRun> {
  const { signal, onLook, looksWhenStopped = false } = hooks;
  let runId: string | undefined;
  try {
    const created = await (run.mode === "stream" ? createStreaming(app, run, hooks) : createPlain(app, run, hooks));
    ({ runId } = created);
    return { ...created, wasLost: false };
  } catch (error) {
    const wasStopped = signal?.aborted === true;
    if (!isApiError(error) || !error.outcomeUnknown || (wasStopped && !looksWhenStopped)) throw error;
    onLook?.();
    const lookUp = await app.creates.lookFor(sent, { signal: wasStopped ? undefined : signal });
    if (lookUp.kind !== "found") throw new UnknownCreateError(error, sent, lookUp);
    ({ id: runId } = lookUp.run);
    return { ...followFound(app, lookUp.run), wasLost: true };
  } finally {
    app.creates.end(sent, runId);
  }
}

/** Follows a run that was found in the list, as if it had just been created. */
export function followFound(app: RunsOfApp, run: Run): Omit<CreatedRun, "wasLost"> {
  app.noteStarted(run.id);
  app.store.upsert(run);
  return { runId: run.id, finished: follow(app, run.id, undefined) };
}

type Created = Omit<CreatedRun, "wasLost">;

async function createPlain(app: RunsOfApp, run: SentPart, { signal, track }: CreateHooks): Promise<Created> {
  const { request, files } = run;
  const mode = run.mode === "wait" ? "wait" : "background";
  const api = await app.api();
  const created = await api.createRun(request, { mode, files, signal, onProgress: track?.(files) });
  app.noteStarted(created.id);
  app.store.upsert(created);
  const finished = mode === "wait" ? Promise.resolve(created) : follow(app, created.id, signal);
  return { runId: created.id, finished };
}

async function createStreaming(app: RunsOfApp, run: SentPart, hooks: CreateHooks): Promise<Created> {
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
  app.noteStarted(runId);
  if (onEvent) {
    for (const event of watch.log) onEvent(event);
    watch.onDidChange((change) => {
      if (change.kind === "events") for (const event of change.events) onEvent(event);
    });
  }
  const finished = follow(app, runId, signal);
  void finished.catch(() => undefined).finally(() => watch.dispose());
  return { runId, finished };
}

/** A caller that doesn't wait for the end must not cause an unhandled rejection. A caller that does gets the error. */
function follow(app: RunsOfApp, runId: string, signal: AbortSignal | undefined): Promise<Run> {
  const finished = app.watcher.follow(runId, { signal });
  finished.catch(() => undefined);
  return finished;
}
