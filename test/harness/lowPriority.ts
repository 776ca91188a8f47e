import { constants, setPriority } from "node:os";

/** What a process starts has its priority: vitest's workers as well. */
export function setup(): void {
  setPriority(constants.priority.PRIORITY_LOW);
}
