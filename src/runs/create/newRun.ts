import type { CreateRunRequest, FileSource, RunMode, UploadProgress } from "#api/contract.ts";
import type { ApiError } from "#api/errors.ts";
import type { Run, RunEvent } from "#api/schemas.ts";

export interface NewRun {
  request: CreateRunRequest;
  files: readonly FileSource[];
  mode: RunMode;
  /** The name that the person knows it by: a file's name, another run's title. */
  name: string;
  /** The golden test that starts it, by name. */
  test?: string;
  file?: string;
  /** Absolute: the file for the run's output. */
  saveTo?: string;
}

export interface TransferTask {
  signal?: AbortSignal;
  /** @returns a function that receives the progress of files that are sent one after the other */
  track?: (files: readonly FileSource[]) => (progress: UploadProgress) => void;
}

/** How the caller observes and stops the creation of a run. */
export interface CreateHooks extends TransferTask {
  /** Every event of the run, in order, in the `stream` mode. */
  onEvent?: (event: RunEvent) => void;
  /** Called with the names of files that the app no longer has. They are uploaded again. */
  onGone?: (names: readonly string[]) => void;
  /** Called when nobody knows whether the request created a run, and the look-up begins. */
  onLook?: (why: ApiError) => void;
  /** With `false`, a signal that aborts a request on its way ends the call at once, without a look for its run. */
  looksWhenStopped?: boolean;
}

export interface CreatedRun {
  runId: string;
  /** The run as the app's response has it, or the list in which it was found; `undefined` in the `stream` mode. */
  run: Run | undefined;
  /** Resolves at the run's end. The run is followed whether or not anybody waits for this. */
  finished: Promise<Run>;
  /** Why the run had to be found in the list; `undefined` if the response named it. */
  lost: ApiError | undefined;
}
