import type { FileSource } from "../../api/contract.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { ParsedRunFile } from "../../runFiles/parsedRunFile.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { BatchCommands } from "../batches/batchCommands.ts";
import type { StartGuard } from "../create/startGuard.ts";
import type { LiveRunPlaces } from "../runs/liveRun.ts";
import type { ReadConsent } from "./readConsent.ts";
import type { MarkedUploads } from "./startWithMarked.ts";

/** What filling in a run file needs. */
export interface FillServices {
  connections: ConnectionStore;
  /** Asks before something outside the workspace folder is sent. */
  consent: ReadConsent;
  /** The values that the person entered for prompts, by label. */
  prompts: Map<string, string>;
}

/** What preparing a run file for the app needs. */
export interface PrepareServices extends FillServices {
  /** Opens the attachments of a run file: its `files`, relative to it, and the other selected files. */
  openAttachments: (parsed: ParsedRunFile, runFilePath: string, others: readonly string[]) => Promise<FileSource[]>;
}

/** What the commands that run files work with. */
export interface RunFileCommands {
  activeRuns: ActiveRuns;
  sessions: RunsSessions;
  starts: StartGuard;
  preparing: PrepareServices;
  marked: MarkedUploads;
  /** Several run files, or a list of runs, become a batch. */
  batches: BatchCommands;
  fileFromPath: (path: string) => Promise<FileSource>;
  log: Log;
}

/** What copying as cURL works with: a run, or a run file. */
export interface CurlCommands extends LiveRunPlaces, FillServices {}
