import type { Random } from "#sample/agent/random.ts";
import type { SampleRunService } from "#sample/runs/runService.ts";
import type { RunRepository } from "#server/runs/runRepository.ts";

/** Where and how past runs are added. */
export interface PastOptions {
  appId: string;
  runs: RunRepository;
  service: SampleRunService;
  speed: number;
  seed: number;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The facts for every past run. */
export interface PastRunBase {
  appId: string;
  random: Random;
  sessionId: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  now: number;
}
