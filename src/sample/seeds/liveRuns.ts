import { nightly } from "../agent/nightly.ts";
import type { Script } from "../agent/steps.ts";
import { triage } from "../agent/triage.ts";
import { playAtOnce } from "../runs/playAtOnce.ts";
import { SampleRun } from "../runs/run.ts";
import type { RunRepository } from "../runs/runRepository.ts";
import type { RunService } from "../runs/runService.ts";
import { pastFacts } from "./endedRuns.ts";
import type { Topic } from "./pastInput.ts";
import type { PastPlace } from "./pastPlace.ts";

/** `created` waits for a worker that never comes, `batch` works slowly, `paused` waits until somebody cancels it. */
export type LiveKind = "created" | "batch" | "paused" | "approval" | "feedback";

export interface LiveRunsOptions {
  runs: RunRepository;
  service: RunService;
  speed: number;
}

const topics: Record<LiveKind, Topic> = {
  created: { kind: "plain" },
  batch: { kind: "batch" },
  paused: { kind: "plain" },
  approval: { kind: "approval" },
  feedback: { kind: "feedback" },
};

const tickets = 212;
/** Batches are slow at any speed, so that tests find them running. */
const batchSpeed = 1;

/** A run of the past that hasn't ended: it can be canceled, answered, followed. */
export function addLiveRun({ runs, service, speed }: LiveRunsOptions, place: PastPlace, kind: LiveKind): void {
  const { random, startedAt } = place;
  const facts = pastFacts(place, topics[kind]);
  const run = new SampleRun(facts, random);
  runs.add(run);
  if (kind === "created") return;
  const context = { input: facts.input, files: [], random };
  if (kind === "batch") {
    const script = nightly(context, tickets);
    playAtOnce(run, script, { startAt: startedAt, steps: 30 });
    service.play(run, { script, speed: batchSpeed });
    return;
  }
  const script: Script = triage(kind === "paused" ? { ...context, input: { ...facts.input, pause: true } } : context);
  playAtOnce(run, script, { startAt: startedAt, stopWhenWaiting: true });
  if (kind !== "paused") service.play(run, { script, speed, asking: true });
}
