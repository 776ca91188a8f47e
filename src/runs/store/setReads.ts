import type { RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { inParallel } from "#base/inParallel.ts";
import type { KnownRuns } from "./knownRuns.ts";
import type { Retries } from "./retries.ts";
import type { RunQuery, RunSet } from "./runQuery.ts";

export interface ReadContext {
  api: RunsApi;
  knownRuns: KnownRuns;
  pageSize: number;
  signal: AbortSignal;
  retries: Retries;
  /** Counts up. A response is older than everything that began after its request. */
  nextMoment(): number;
}

const readsAtOnce = 6;

/** Reads the next page of a set's unknown runs, the latest first. @throws ApiError */
export async function readSet(context: ReadContext, query: RunQuery, set: RunSet): Promise<void> {
  const { knownRuns, pageSize } = context;
  const missing = [...set.ids].filter((id) => !knownRuns.get(id)).slice(-pageSize);
  await inParallel(missing.reverse(), readsAtOnce, (id) => readRun(context, set, id));
  const { runs } = knownRuns.open(query);
  if (!context.signal.aborted) {
    knownRuns.change(query, { isRead: true, count: set.ids.size, hasMore: runs.length < set.ids.size });
  }
}

/** Reads a set once. Its active runs are read with all other active ones, and no others change. */
export async function readSetOnce(context: ReadContext, query: RunQuery, set: RunSet): Promise<void> {
  if (!context.knownRuns.open(query).isRead) await readSet(context, query, set);
}

async function readRun(context: ReadContext, set: RunSet, id: string): Promise<void> {
  const { api, knownRuns, signal, retries } = context;
  const moment = context.nextMoment();
  try {
    const run = await retries.during((onRetry) => api.getRun(id, { signal, onRetry }));
    if (!signal.aborted) knownRuns.put(run, moment);
  } catch (error) {
    // The app doesn't have it any more.
    if (!isApiError(error) || error.kind !== "not-found") throw error;
    set.ids.delete(id);
  }
}
