import type { RunEvent } from "../schemas.ts";

/** The id of the run that `run.started` names among these events. */
export function startedRun(events: readonly RunEvent[]): string | undefined {
  const data = events.find(({ type }) => type === "run.started")?.data;
  if (typeof data !== "object" || data === null || !("id" in data)) return undefined;
  return typeof data.id === "string" ? data.id : undefined;
}
