import { NothingToDo } from "../../host/errors/userError.ts";
import type { RunPlace } from "../../views/documents/runDocuments.ts";
import type { GoldenResultCommands } from "./goldenCommands.ts";
import { type GoldenTarget, goldenTarget } from "./goldenTarget.ts";

/** Opens the run of a golden test: that of the clicked message, else the first one that failed. @returns its id */
export async function openGoldenRun(context: GoldenResultCommands, argument: unknown): Promise<string> {
  const place = runOf(goldenTarget(context.goldenTests, argument));
  context.panels.open(place);
  return place.runId;
}

function runOf({ connectionId, test, outcome, message }: GoldenTarget): RunPlace {
  const failed = outcome.runs.find(({ kind, runId }) => kind !== "passed" && runId !== undefined);
  const runId = message?.runId ?? failed?.runId ?? outcome.runs.find((run) => run.runId !== undefined)?.runId;
  if (runId === undefined) throw new NothingToDo(`${test.name} started no run. ${outcome.description}`);
  return { connectionId, runId };
}
