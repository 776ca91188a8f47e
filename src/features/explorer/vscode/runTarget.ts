import { NothingToDo } from "../../../host/errors/userError.ts";
import { runInputStep } from "../../../host/steps/inputStep.ts";
import type { App } from "../../app.ts";
import { requireSession } from "../../connections/vscode/guards.ts";
import { isOtherRow, namedRun, runIdProblem, type RunTarget } from "../../connections/vscode/namedRun.ts";

type Needs = Pick<App, "activeRuns" | "panels">;

/** Finds the run for a command. @returns `undefined` when the person was asked and canceled */
export async function findRun(context: Needs, argument: unknown): Promise<RunTarget | undefined> {
  checkRow(argument);
  return namedRun(context, argument) ?? context.panels.active ?? askForRun(context);
}

/** @throws NothingToDo for a row of the explorer that isn't a run */
export function checkRow(argument: unknown): void {
  if (isOtherRow(argument)) throw new NothingToDo("This row isn't a run. Select a run first.");
}

/** Asks for a run's id. */
export async function askForRun({ activeRuns }: Needs): Promise<RunTarget | undefined> {
  const { connectionId } = requireSession(activeRuns);
  const runId = await runInputStep({
    title: "Open Run",
    prompt: "Run ID",
    placeholder: "8c2c8e2e-2f0a-4f4e-9f4f-6e1a52f0a001",
    check: runIdProblem,
  });
  return runId && { connectionId, runId: runId.value };
}
