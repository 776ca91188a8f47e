import { type JSONVisitor, printParseErrorCode, visit } from "jsonc-parser";

interface Place {
  /** Both count from 1. */
  line: number;
  column: number;
}

/** The file can't be read as an export. The message names the file and, if there is one, the place. */
export class ExportFileError extends Error {
  override readonly name = "ExportFileError";
  readonly place: Place | undefined;

  constructor(fileName: string, problem: string, options: ErrorOptions & { place?: Place } = {}) {
    const { place } = options;
    super(`${fileName}${place ? `, line ${place.line}, column ${place.column}` : ""}: ${problem}`, options);
    this.place = place;
  }
}

interface FirstError {
  place: Place;
  what: string;
}

/** @returns `undefined` also for a value that is nested too deeply for a recursive parser */
function firstError(text: string): FirstError | undefined {
  let first: FirstError | undefined;
  const onError: JSONVisitor["onError"] = (code, _offset, _length, line, column) => {
    first ??= { place: { line: line + 1, column: column + 1 }, what: printParseErrorCode(code) };
  };
  try {
    visit(text, { onError }, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return first;
}

/** Where a text stops being JSON. The first parser quotes the text in its error and doesn't always give the place. */
export function syntaxError(text: string, fileName: string, cause: unknown): ExportFileError {
  const first = firstError(text);
  const words = first?.what.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
  const problem = `It isn't JSON${words ? ` (${words})` : ""}.`;
  return new ExportFileError(fileName, problem, { cause, place: first?.place });
}
