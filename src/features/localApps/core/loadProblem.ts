import { unsupportedPythonType } from "./pythonVersion.ts";
import type { WorkerError } from "./workerMessages.ts";

/** Why code can't be loaded: at a line of it, or in a sentence where no line is to blame. */
export type LoadProblem = { sentence: string } | { file: string; line: number | null | undefined };

export function loadProblem(
  { target, interpreter }: { target: string; interpreter: string },
  { type, file, line, message, missing_module: missing }: WorkerError,
): LoadProblem {
  if (type === unsupportedPythonType)
    return { sentence: `${target} can't be served: ${message}. Select another interpreter.` };
  if (missing === "dynamiq") {
    const reason = `the package dynamiq isn't installed for ${interpreter}`;
    return { sentence: `${target} can't be served: ${reason}. Install it, or select another interpreter.` };
  }
  return file ? { file, line } : { sentence: `${message}. The interpreter is ${interpreter}.` };
}
