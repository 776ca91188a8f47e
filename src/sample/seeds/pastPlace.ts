import type { Random } from "../agent/random.ts";

/** The facts for every past run. */
export interface PastPlace {
  appId: string;
  random: Random;
  sessionId: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  now: number;
}
