import type { EntityStore } from "../../storage/entityStore.ts";
import type { LegacyState } from "../../storage/legacyState.ts";

/** A run that was started from here, as its file holds it. */
export interface Started {
  connectionId: string;
  runId: string;
  /** Its end was told, or nobody wanted to hear of it. */
  hasEnded?: true;
}

/** Where earlier versions kept them, in VS Code's global state. */
const legacyKey = "dynamiqRuns.startedRuns";
/** So many runs are remembered. */
export const mostStarted = 500;

/** The runs that were started from here, in any window, over reloads. */
export class StartedRuns {
  readonly #kept: EntityStore<Started>;
  readonly #onError: (error: unknown) => void;
  /** Of which this window has told the end, or found that another one has. */
  readonly #ended = new Set<string>();

  constructor(kept: EntityStore<Started>, onError: (error: unknown) => void) {
    this.#kept = kept;
    this.#onError = onError;
  }

  add(connectionId: string, runId: string): void {
    if (!this.has(connectionId, runId))
      this.#kept.put(idOf(connectionId, runId), { connectionId, runId }).catch(this.#onError);
  }

  has(connectionId: string, runId: string): boolean {
    return this.#kept.get(idOf(connectionId, runId)) !== undefined;
  }

  /** Those whose end is still to be told. */
  underWay(connectionId: string): string[] {
    const isOpen = ([id, run]: [string, Started]): boolean =>
      run.connectionId === connectionId && !run.hasEnded && !this.#ended.has(id);
    return this.#kept.entries().flatMap((entry) => (isOpen(entry) ? [entry[1].runId] : []));
  }

  /** Notes that a run has ended. @returns whether it is this window that is to tell it: of all windows, one is */
  async setEnded(connectionId: string, runId: string): Promise<boolean> {
    const id = idOf(connectionId, runId);
    let isMine = false;
    this.#ended.add(id);
    try {
      await this.#kept.update(id, (run) => {
        isMine = run !== undefined && !run.hasEnded;
        return run && { ...run, hasEnded: true };
      });
      return isMine;
    } catch (error) {
      // Told twice is better than never.
      this.#onError(error);
      return true;
    }
  }
}

/** Reads what a file holds; what is no started run is `undefined`. */
export function readStarted(stored: unknown): Started | undefined {
  const { connectionId, runId, hasEnded } = (stored ?? {}) as Partial<Record<keyof Started, unknown>>;
  if (typeof connectionId !== "string" || typeof runId !== "string") return undefined;
  return { connectionId, runId, ...(hasEnded === true ? { hasEnded } : {}) };
}

/** What earlier versions kept. */
export function legacyStarted(state: LegacyState): [string, Started][] {
  const stored = state.get(legacyKey);
  const runs = Array.isArray(stored) ? stored.map(readStarted) : [];
  return runs.flatMap((run): [string, Started][] => (run ? [[idOf(run.connectionId, run.runId), run]] : []));
}

function idOf(connectionId: string, runId: string): string {
  return JSON.stringify([connectionId, runId]);
}
