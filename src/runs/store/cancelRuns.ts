import type { RunsApi } from "#api/contract.ts";
import { isApiError } from "#api/errors.ts";
import { inParallel } from "#base/inParallel.ts";
import type { RunsSession } from "./runsSession.ts";

const cancelsAtOnce = 4;

interface Target {
  connectionId: string;
  runId: string;
}

export interface CancelOptions {
  /** Stops before the next run. Requests that were sent are awaited, because their outcome would be unknown. */
  signal?: AbortSignal;
  /** Called after each run. */
  onDone?: () => void;
  /** Called when a run was canceled but couldn't be read again. */
  onUnread: (error: unknown) => void;
}

export interface CancelResult<T extends Target> {
  canceled: T[];
  failed: { target: T; error: unknown }[];
  /** The runs that weren't tried before the person stopped. */
  left: T[];
}

/** Cancels runs, a few at a time, and puts the new version of each into its store. */
export async function cancelRuns<T extends Target>(
  sessions: { get(connectionId: string): Pick<RunsSession, "api" | "store"> },
  targets: readonly T[],
  { signal, onDone, onUnread }: CancelOptions,
): Promise<CancelResult<T>> {
  const result: CancelResult<T> = { canceled: [], failed: [], left: [] };
  await inParallel(targets, cancelsAtOnce, async (target) => {
    if (signal?.aborted) {
      result.left.push(target);
      return;
    }
    const session = sessions.get(target.connectionId);
    try {
      await cancelRun(await session.api(), session.store, target.runId, onUnread);
      result.canceled.push(target);
    } catch (error) {
      result.failed.push({ target, error });
    }
    onDone?.();
  });
  return result;
}

/** @throws ApiError unless the app confirms that the run is canceled */
export async function cancelRun(
  api: RunsApi,
  store: Pick<RunsSession["store"], "upsert">,
  runId: string,
  onUnread: (error: unknown) => void,
): Promise<void> {
  try {
    await api.cancelRun(runId);
  } catch (error) {
    // A gateway may have lost the response, so the run shows whether it is canceled.
    if (!isApiError(error) || !error.outcomeUnknown) throw error;
    const run = await api.getRun(runId).catch(() => undefined);
    if (run) store.upsert(run);
    if (run?.status !== "canceled") throw error;
    return;
  }
  await api.getRun(runId).then((run) => store.upsert(run), onUnread);
}
