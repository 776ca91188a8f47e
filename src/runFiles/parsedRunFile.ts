import type { CreateRunRequest, RunMode } from "../api/contract.ts";
import type { TextPlace } from "./errors.ts";

/** A text of a request that is no part of what is sent, with its place. */
export interface PlacedText extends TextPlace {
  text: string;
  /** Where it stands: `files[0]`. */
  field: string;
}

/** A file to attach, as the request names it. */
export interface RequestedFile extends TextPlace {
  /** Relative to the run file, or absolute. */
  path: string;
  field: string;
}

export interface ParsedRunFile {
  /** The run file's name. */
  file: string;
  request: CreateRunRequest;
  files: RequestedFile[];
  /** How to create the run, when the file says so. */
  mode?: RunMode;
  /** The name of the connection to run on. */
  connection?: PlacedText;
  /** Where the output is to be written, relative to the run file. */
  saveTo?: PlacedText;
}
