import type { Outcome, Step } from "../agent/steps.ts";
import type { SampleRun } from "./run.ts";

/** Applies a step to a run. @param speed of the clock on which a pause lasts */
export function perform(run: SampleRun, step: Step, at: number, speed = 1): void {
  switch (step.kind) {
    case "event":
      run.emit(step.type, step.data, at, step.source);
      break;
    case "ask":
      run.ask(step.type, step.request, at);
      if (step.checkpoint !== undefined) run.pause(step.checkpoint, at);
      break;
    case "take":
      break;
    case "pause":
      run.pause(step.checkpoint, at, step.isDelay ? at + (step.lasts ?? 0) / speed : undefined);
      break;
  }
}

export function conclude(run: SampleRun, outcome: Outcome, at: number): void {
  if ("error" in outcome) run.fail(outcome.error, at);
  else run.complete(outcome.output, at);
}
