import { useContext } from "preact/hooks";
import { formatClock } from "#model/timeInRun.ts";
import { IsLocalRun } from "#ui/Dots.tsx";

/**
 * Formats a time since the run's start, from milliseconds: *0:14.8*, or *10 ms* in a run of a program on this machine,
 * which can end before the clock shows any.
 */
export function useMoments(): (at: number) => string {
  return useContext(IsLocalRun) ? preciseMoment : formatClock;
}

function preciseMoment(at: number): string {
  return at < 999.5 ? `${Math.round(at)} ms` : formatClock(at);
}
