import type { RunsApi } from "../../api/contract.ts";
import { isApiError } from "../../api/errors.ts";
import { inParallel } from "../../base/inParallel.ts";
import type { RunsSession } from "./session.ts";

const atATime = 4;

interface Target {
  connectionId: string;
  runId: string;
}

export interface CancelOptions {
  /** Stops before the next run: what was sent is waited for, since nobody could say what became of it. */
  signal?: AbortSignal;
  /** After each run. */
  onDone?: () => void;
  /** A run was canceled and couldn't be read again. */
  onUnread: (error: unknown) => void;
}

export interface CancelResult<T extends Target> {
  canceled: T[];
  failed: { target: T; error: unknown }[];
  /** The person stopped before their turn. */
  left: T[];
}

/** Cancels runs, a few at a time, and takes each into its store as it is then. */
export async function cancelRuns<T extends Target>(
  sessions: { get(connectionId: string): Pick<RunsSession, "api" | "store"> },
  targets: readonly T[],
  { signal, onDone, onUnread }: CancelOptions,
): Promise<CancelResult<T>> {
  const result: CancelResult<T> = { canceled: [], failed: [], left: [] };
  await inParallel(targets, atATime, async (target) => {
    if (signal?.aborted) {
      result.left.push(target);
      return;
    }
    const session = sessions.get(target.connectionId);
    try {
      await cancel(await session.api(), session.store, target.runId, onUnread);
      result.canceled.push(target);
    } catch (error) {
      result.failed.push({ target, error });
    }
    onDone?.();
  });
  return result;
}

/** @throws ApiError unless the run is canceled, as far as the app says */
async function cancel(
  api: RunsApi,
  store: RunsSession["store"],
  runId: string,
  onUnread: (error: unknown) => void,
): Promise<void> {
  try {
    await api.cancelRun(runId);
  } catch (error) {
    // A gateway may have lost the response: the run itself says whether it is canceled.
    if (!isApiError(error) || !error.outcomeUnknown) throw error;
    const run = await api.getRun(runId).catch(() => undefined);
    if (run) store.upsert(run);
    if (run?.status !== "canceled") throw error;
    return;
  }
  await api.getRun(runId).then((run) => store.upsert(run), onUnread);
}
