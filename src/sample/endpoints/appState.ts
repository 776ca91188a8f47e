import type { RunMode } from "#api/contract.ts";
import type { RunService, RunServiceOptions } from "#sample/runs/runService.ts";
import type { PastOptions } from "#sample/seeds/pastPlace.ts";
import type { Route } from "#server/http/router.ts";
import type { FileStore, StoredFile } from "#server/runs/fileStore.ts";
import type { RunRepository } from "#server/runs/runRepository.ts";
import type { SampleRun } from "#server/runs/servedRun.ts";

export interface SeenRequest {
  method: string;
  /** With its query. */
  path: string;
  /** `undefined` before the response, and for good when the client closed the connection first. */
  readonly status: number | undefined;
}

/** What the app of the tests does besides, and how it learns what this one received. */
export interface SampleExtras extends Pick<RunServiceOptions, "script"> {
  routes?: readonly Route[];
  /** Adds past runs. */
  addRuns?: (options: PastOptions) => void;
  /** What it takes of an answer. @throws ApiFailure for one that it refuses */
  readAnswer?: (run: SampleRun, body: Record<string, unknown>) => Record<string, unknown>;
  onRequest?: (request: SeenRequest) => void;
  onCreate?: (run: SampleRun, mode: RunMode, files: readonly StoredFile[]) => void;
  /** @param body as it was sent */
  onAnswer?: (run: SampleRun, body: Record<string, unknown>) => void;
}

/** What the endpoints of an app share. */
export interface AppState {
  runs: RunRepository;
  service: RunService;
  files: FileStore;
  extras: SampleExtras;
}
