import type { CreateRunRequest, FileSource, RunMode, UploadProgress } from "../../api/contract.ts";
import type { Run, RunEvent } from "../../api/schemas.ts";
import type { SentCreate } from "./sentCreate.ts";

/** A run that is to be created. */
export interface NewRun {
  request: CreateRunRequest;
  files: readonly FileSource[];
  mode: RunMode;
  /** The name by which the person knows it: a file's name, another run's title. */
  name: string;
  /** The address of the run file. */
  file?: string | undefined;
  /** Absolute: where its output is to be written when it ends. */
  saveTo?: string | undefined;
}

/** The part of a new run that is sent to the app. */
export type SentPart = Pick<NewRun, "request" | "files" | "mode">;

export interface TransferTask {
  signal?: AbortSignal | undefined;
  /** @returns what hears how files go that are sent one after the other */
  track?: (files: readonly FileSource[]) => (progress: UploadProgress) => void;
}

/** How the caller follows the creation of a run, and stops it. */
export interface CreateHooks extends TransferTask {
  /** Every event of the run, in order, in the `stream` mode. */
  onEvent?: ((event: RunEvent) => void) | undefined;
  /** Hears the names of files that the app does not have any more: they are uploaded again. */
  onGone?: ((names: readonly string[]) => void) | undefined;
  /** No response arrived: its run is looked for now. */
  onLook?: (() => void) | undefined;
}

export interface SendHooks extends CreateHooks {
  /** Awaited just before the request is sent: the time to keep what the next window needs to find its run. */
  onSend?: ((sent: SentCreate) => Promise<void>) | undefined;
  /** Looks for the run also when the signal has aborted the request; else that ends the call at once. */
  looksWhenStopped?: boolean;
}

export interface CreatedRun {
  /** Just created, just started, or ended (in the `wait` mode). */
  runId: string;
  /** The run at its end. It is followed there whether or not anybody waits for this. */
  finished: Promise<Run>;
  /** No response to its request arrived, and the list of runs shows it. */
  wasLost: boolean;
}
