import type { CreateRunRequest, RunMode } from "#api/contract.ts";
import type { SourceRange } from "./runFileError.ts";

/** A text in a run file that isn't sent, with its range. */
export interface SourceText extends SourceRange {
  text: string;
  /** The path of the field: `files[0]`. */
  field: string;
}

export interface RequestedFile extends SourceRange {
  /** Relative to the run file, or absolute. */
  path: string;
  field: string;
}

export interface ParsedRunFile {
  /** The run file's name. */
  file: string;
  request: CreateRunRequest;
  files: RequestedFile[];
  /** How to create the run, if the file says so. */
  mode?: RunMode;
  /** The connection to use, by name. */
  connection?: SourceText;
  /** The file for the output, relative to the run file. */
  saveTo?: SourceText;
}
