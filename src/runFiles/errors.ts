/** A place in a file; both count from 1. */
interface TextPosition {
  line: number;
  column: number;
}

/** A stretch of a file's text, without its byte order mark. In UTF-16 units, as editors count. */
export interface TextPlace extends TextPosition {
  offset: number;
  length: number;
}

/** What is wrong in a run file, and where. */
export interface RunFileProblem extends TextPlace {
  /** What is wrong and the way out, as sentences. Never quotes what may be a key. */
  problem: string;
  /** Where in the request, as a person would write it: `files[0]`. */
  field?: string | undefined;
  /** It is no JSON: what VS Code says of every JSON file by itself. */
  isSyntax?: boolean;
}

export interface RunFileErrorInit extends TextPosition {
  /** The file's name without folders. */
  file: string;
  problem: string;
  field?: string | undefined;
  cause?: unknown;
}

/** A run file that cannot be sent as it is. The message names the file, the place and the field. */
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
