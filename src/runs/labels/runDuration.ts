import type { Run } from "#api/schemas.ts";
import { preciseTime } from "#model/isoTime.ts";

/** How long a run took that has ended, in milliseconds, its waits included; `undefined` unless both times are known. */
export function durationOf({ started_at: started, ended_at: ended }: Pick<Run, "started_at" | "ended_at">) {
  return durationBetween(preciseTime(started), preciseTime(ended));
}

/** The duration between two times in milliseconds since the epoch. */
export function durationBetween(started: number | undefined, ended: number | undefined): number | undefined {
  return started === undefined || ended === undefined ? undefined : Math.max(0, ended - started);
}
