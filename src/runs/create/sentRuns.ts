import type { CreateRunRequest, FileSource, RunMode } from "../../api/contract.ts";
import type { EntityStore } from "../../storage/entityStore.ts";
import type { LegacyState } from "../../storage/legacyState.ts";

/** What a run was created with that its app does not tell. */
export interface SentWith {
  mode: RunMode;
  /** Absolute paths of what was attached. */
  files: readonly string[];
  /** What the request named by id. */
  fileIds: readonly string[];
}

/** How a run was created, as its file holds it. */
export interface SentRun extends SentWith {
  connectionId: string;
  runId: string;
}

/** Where earlier versions kept them, in VS Code's global state. */
const legacyKey = "dynamiqRuns.sentRuns";
/** How many are remembered, the newest ones. */
export const mostSent = 200;

/** Remembers how runs were created from here, in all windows, so that they can be run once more. */
export class SentRuns {
  readonly #kept: EntityStore<SentRun>;

  constructor(kept: EntityStore<SentRun>) {
    this.#kept = kept;
  }

  /** @throws StorageError: this window knows it all the same */
  async note(
    connectionId: string,
    runId: string,
    run: { request: CreateRunRequest; files: readonly FileSource[]; mode: RunMode },
  ): Promise<void> {
    const { mode, request } = run;
    const files = run.files.flatMap(({ path }) => path ?? []);
    const fileIds = request.file_ids ?? [];
    if (mode === "stream" && files.length === 0 && fileIds.length === 0) return;
    await this.#kept.put(idOf(connectionId, runId), { connectionId, runId, mode, files, fileIds });
  }

  /**
   * `undefined` for a run of which its app tells all, that was not created from here, or so long ago that it is
   * forgotten.
   */
  of(connectionId: string, runId: string): SentWith | undefined {
    return this.#kept.get(idOf(connectionId, runId));
  }
}

/** Reads what a file holds; what is no created run is `undefined`. */
export function readSent(stored: unknown): SentRun | undefined {
  return isSentRun(stored) ? stored : undefined;
}

/** What earlier versions kept, the oldest first. */
export function legacySent(state: LegacyState): [string, SentRun][] {
  const stored = state.get(legacyKey);
  const runs = Array.isArray(stored) ? stored.filter(isSentRun).reverse() : [];
  return runs.map((run) => [idOf(run.connectionId, run.runId), run]);
}

function idOf(connectionId: string, runId: string): string {
  return JSON.stringify([connectionId, runId]);
}

function isSentRun(value: unknown): value is SentRun {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, runId, mode, files, fileIds } = value as Partial<Record<keyof SentRun, unknown>>;
  const lists = [files, fileIds].every((list) => Array.isArray(list) && list.every((each) => typeof each === "string"));
  return [connectionId, runId, mode].every((each) => typeof each === "string") && lists;
}
