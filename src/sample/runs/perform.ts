import type { Outcome, Step } from "#sample/agent/steps.ts";
import type { ServedRun } from "#server/runs/servedRun.ts";

/** Applies a step to a run. */
export function perform(run: ServedRun, step: Step, at: number): void {
  switch (step.kind) {
    case "event":
      run.emit(step.type, step.data, at, step.source);
      break;
    case "ask":
      run.ask(step.type, step.request, at);
      if (step.checkpoint !== undefined) run.pause(step.checkpoint, at);
      break;
    case "pause":
      run.pause(step.checkpoint, at);
      break;
  }
}

export function conclude(run: ServedRun, outcome: Outcome, at: number): void {
  if ("error" in outcome) run.fail(outcome.error, at);
  else run.complete(outcome.output, at);
}
