import type { ProblemFix } from "./problemFix.ts";

/** A position in a file; both numbers count from 1. */
interface SourcePosition {
  line: number;
  column: number;
}

/** A range of a file's text, without its byte order mark. In UTF-16 units, as editors count. */
export interface SourceRange extends SourcePosition {
  offset: number;
  length: number;
}

export interface RunFileProblem extends SourceRange {
  /** The problem and the solution, as sentences. Never quotes a text that may be a key. */
  problem: string;
  /** The path in the request: `files[0]`. */
  field?: string;
  /** Set when the file isn't valid JSON, which VS Code reports itself. */
  isSyntax?: boolean;
  /** What an editor offers, the likeliest first. */
  fixes?: readonly ProblemFix[];
  /** Set for a hint: the file can be sent as it is. */
  isHint?: boolean;
}

export interface RunFileErrorInit extends SourcePosition {
  /** The file's name without folders. */
  file: string;
  problem: string;
  field?: string;
  cause?: unknown;
}

/** A run file that can't be sent. The message names the file, the position and the field. */
export class RunFileError extends Error {
  override readonly name = "RunFileError";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly field: string | undefined;

  constructor({ file, line, column, problem, field, cause }: RunFileErrorInit) {
    super(`${file}, line ${line}, column ${column}: ${problem}`, { cause });
    this.file = file;
    this.line = line;
    this.column = column;
    this.field = field;
  }
}
