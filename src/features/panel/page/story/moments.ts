import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { formatClock } from "../../../../model/timeInRun.ts";

/** Whether times under a second are in milliseconds: programs on this machine can end before the clock shows any. */
export const PreciseMoments = createContext(false);

/** Formats a time since the run's start, from milliseconds: *0:14.8*, *10 ms*. */
export function useMoments(): (at: number) => string {
  return useContext(PreciseMoments) ? preciseMoment : formatClock;
}

function preciseMoment(at: number): string {
  return at < 999.5 ? `${Math.round(at)} ms` : formatClock(at);
}
