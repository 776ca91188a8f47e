import type { RunCommands } from "./runCommands.ts";
import { askForRun, checkRunId, findRun, isOtherRow } from "./runTarget.ts";

/** Opens a run's panel. From the palette it asks for the id. */
export async function openRun(context: RunCommands, argument: unknown): Promise<string | undefined> {
  const asks = argument === undefined || isOtherRow(argument);
  const target = asks ? await askForRun(context) : await findRun(context, argument);
  if (!target) return undefined;
  checkRunId(target.runId);
  context.panels.open(target);
  return target.runId;
}
