import type { Schedule } from "./schedule.ts";

/** Returns a violation, after all calls have ended. @param outcome of the call in question */
export type Check = (outcome: Ended["outcome"]) => string[] | Promise<string[]>;

/** The result of one schedule. */
export interface Ended {
  schedule: Schedule;
  outcome: "answered" | "failed" | "unknown";
  /** How many connections the call made. */
  connections: number;
  /** Violations so far; empty without any. */
  problems: string[];
  /** Checks for violations once everything in progress has arrived. */
  later: Check;
}
