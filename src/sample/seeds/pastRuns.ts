import { failureCodes } from "../agent/failures.ts";
import { Random } from "../agent/random.ts";
import type { RunRepository } from "../runs/runRepository.ts";
import type { RunService } from "../runs/runService.ts";
import { endedRun, type EndedKind, migratingRun } from "./endedRuns.ts";
import { addLiveRun, type LiveKind } from "./liveRuns.ts";
import type { PastPlace } from "./pastPlace.ts";

export interface PastRunsOptions {
  appId: string;
  runs: RunRepository;
  service: RunService;
  speed: number;
  seed: number;
  count: number;
  /** Milliseconds since the epoch. */
  now: number;
}

type PastKind = LiveKind | EndedKind | "migrating";

const minute = 60_000;

/** The newest runs, the latest first: every status, and a few active ones. */
const newest: readonly PastKind[] = [
  "created",
  "batch",
  "approval",
  "completed",
  "feedback",
  "failed",
  "completed",
  "paused",
  "approval",
  "canceled",
  "migrating",
  "completed",
  "batch",
  "completed",
  "failed",
  "approval",
  "migrating",
  "completed",
  "paused",
  "completed",
  "feedback",
  "created",
  "completed",
  "batch",
  "paused",
  "migrating",
];

/** Fills the app with past runs. An ended run's story is made on request. */
export function addPastRuns(options: PastRunsOptions): void {
  const random = new Random(options.seed);
  const sessions = Array.from({ length: 40 }, () => random.uuid());
  let startedAt = options.now;
  for (let index = 0; index < options.count; index++) {
    const isRecent = index < newest.length;
    startedAt -= isRecent ? random.integer(15_000, 4 * minute) : random.integer(10 * minute, 110 * minute);
    const place: PastPlace = {
      appId: options.appId,
      random: new Random(random.integer(0, 2 ** 32 - 1)),
      sessionId: sessions[random.integer(0, sessions.length - 1)] ?? random.uuid(),
      startedAt,
      now: options.now,
    };
    addPastRun(options, place, newest[index] ?? pickEnded(random));
  }
}

function addPastRun({ runs, service, speed }: PastRunsOptions, place: PastPlace, kind: PastKind): void {
  switch (kind) {
    case "completed":
    case "canceled":
      return runs.add(endedRun(place, kind));
    case "failed":
      return runs.add(endedRun(place, kind, place.random.pick(failureCodes)));
    case "migrating":
      return runs.add(migratingRun(place));
    default:
      return addLiveRun({ runs, service, speed }, place, kind);
  }
}

function pickEnded(random: Random): EndedKind {
  const roll = random.next();
  if (roll < 0.12) return "failed";
  return roll < 0.22 ? "canceled" : "completed";
}
