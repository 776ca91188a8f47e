import type * as vscode from "vscode";
import type { CreateRunRequest, FileSource, RunMode } from "../api/contract.ts";

/** What a run was created with that its app does not tell. */
export interface SentWith {
  mode: RunMode;
  /** Absolute paths of what was attached. */
  files: readonly string[];
  /** What the request named by id. */
  fileIds: readonly string[];
}

interface SentRun extends SentWith {
  connectionId: string;
  runId: string;
}

const key = "dynamiqRuns.sentRuns";
/** How many are remembered, the newest ones. */
const most = 200;

/**
 * Remembers how runs were created from here, in all windows, so that they can be run once more. VS Code tells a window late of what
 * another one has written: what this one has noted counts, whatever the storage says.
 */
export class SentRuns {
  readonly #person: vscode.Memento;
  #noted: SentRun[] = [];

  constructor(person: vscode.Memento) {
    this.#person = person;
  }

  async note(connectionId: string, runId: string, run: { request: CreateRunRequest; files: readonly FileSource[]; mode: RunMode }): Promise<void> {
    const { mode, request } = run;
    const files = run.files.flatMap(({ path }) => path ?? []);
    const fileIds = request.file_ids ?? [];
    if (mode === "stream" && files.length === 0 && fileIds.length === 0) return;
    this.#noted = [{ connectionId, runId, mode, files, fileIds }, ...this.#noted].slice(0, most);
    await this.#person.update(key, this.#all().slice(0, most));
  }

  /** `undefined` for a run of which its app tells all, that was not created from here, or so long ago that it is forgotten. */
  of(connectionId: string, runId: string): SentWith | undefined {
    return this.#all().find((run) => run.connectionId === connectionId && run.runId === runId);
  }

  #all(): SentRun[] {
    const stored: unknown = this.#person.get(key);
    const others = Array.isArray(stored) ? stored.filter(isSentRun) : [];
    return [...this.#noted, ...others.filter(({ runId }) => this.#noted.every((each) => each.runId !== runId))];
  }
}

function isSentRun(value: unknown): value is SentRun {
  if (typeof value !== "object" || value === null) return false;
  const { connectionId, runId, mode, files, fileIds } = value as Partial<Record<keyof SentRun, unknown>>;
  const lists = [files, fileIds].every((list) => Array.isArray(list) && list.every((each) => typeof each === "string"));
  return [connectionId, runId, mode].every((each) => typeof each === "string") && lists;
}
