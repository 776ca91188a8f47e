import type { App } from "../app.ts";
import { askForRun, checkRunId, findRun, isOtherRow } from "./runTarget.ts";

type Needs = Pick<App, "activeRuns" | "panels">;

/** Opens a run's panel, at a step if the argument has the sequence of its event. From the palette it asks for the id. */
export async function openRun(context: Needs, argument: unknown): Promise<string | undefined> {
  const asks = argument === undefined || isOtherRow(argument);
  const target = asks ? await askForRun(context) : await findRun(context, argument);
  if (!target) return undefined;
  checkRunId(target.runId);
  const sequence = sequenceOf(argument);
  context.panels.open(target, sequence === undefined ? {} : { sequence });
  return target.runId;
}

function sequenceOf(argument: unknown): number | undefined {
  const { sequence } = (typeof argument === "object" ? (argument ?? {}) : {}) as { sequence?: unknown };
  return typeof sequence === "number" ? sequence : undefined;
}
