import { getPriority, setPriority } from "node:os";
import { codeOf } from "./fileSystem.ts";

/** The lowest priority that Linux has. */
const lowest = 19;

/**
 * Lets what a person sees go first where the processor is busy. Only Linux has priorities of threads. Elsewhere it
 * would be that of the whole process.
 */
export function stepBack(): void {
  if (process.platform !== "linux") return;
  try {
    setPriority(Math.min(lowest, getPriority() + 5));
  } catch (error) {
    // A sandbox may forbid it. Any other failure is unknown.
    if (!["EACCES", "EPERM"].includes(codeOf(error) ?? "")) throw error;
  }
}
