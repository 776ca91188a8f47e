import type { RunFacts } from "#runs/facts/runFacts.ts";

/** The facts of a run, with what a test gives. */
export function factsWith(id: string, more: Partial<RunFacts> = {}): RunFacts {
  return { id, status: "completed", tools: [], nodes: [], waits: [], unanswered: 0, hasEvents: true, ...more };
}

/** A completed run that began at a time and took so long, in milliseconds. */
export function ranAt(id: string, startedAt: number, duration = 1_000, more: Partial<RunFacts> = {}): RunFacts {
  return factsWith(id, { startedAt, endedAt: startedAt + duration, ...more });
}
