import type { Random } from "../agent/random.ts";

/** What every maker of a past run gets. */
export interface PastPlace {
  appId: string;
  random: Random;
  sessionId: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  now: number;
}
