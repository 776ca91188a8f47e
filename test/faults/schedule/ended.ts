import type { Schedule } from "./schedule.ts";

/** What must not be, said when all calls have ended. @param outcome of the call in question */
export type Check = (outcome: Ended["outcome"]) => string[] | Promise<string[]>;

/** How one schedule went. */
export interface Ended {
  schedule: Schedule;
  outcome: "answered" | "failed" | "unknown";
  /** How many connections the call made. */
  connections: number;
  /** What must not be, now; empty when all is well. */
  problems: string[];
  /** What must not be, once everything that was under way has arrived. */
  later: Check;
}
