import { setPriority } from "node:os";

/**
 * What a process starts has its priority: vitest's workers as well. It is a little below the normal one: beside a busy
 * loop a worker gets a fourth of the core, at the lowest priority it would get a hundredth.
 */
export function setup(): void {
  setPriority(5);
}
