import { inParallel } from "../base/inParallel.ts";
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
  /** A run was canceled and could not be read again. */
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
      const api = await session.api();
      await api.cancelRun(target.runId);
      result.canceled.push(target);
      await api.getRun(target.runId).then((run) => session.store.upsert(run), onUnread);
    } catch (error) {
      result.failed.push({ target, error });
    }
    onDone?.();
  });
  return result;
}
