import type { WorkerError } from "./workerMessages.ts";

/** Why code can't be loaded: at a line of it, or in a sentence where no line is to blame. */
export type LoadProblem = { sentence: string } | { file: string; line: number | null | undefined };

export function loadProblem(
  { target, interpreter }: { target: string; interpreter: string },
  { file, line, message, missing_module: missing }: Pick<WorkerError, "file" | "line" | "message" | "missing_module">,
): LoadProblem {
  if (missing === "dynamiq") {
    const reason = `the package dynamiq isn't installed for ${interpreter}`;
    return { sentence: `${target} can't be served: ${reason}. Install it, or select another interpreter.` };
  }
  return file ? { file, line } : { sentence: `${message}. The interpreter is ${interpreter}.` };
}
