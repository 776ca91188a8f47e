import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { shortId } from "../../../model/shortId.ts";
import { isTerminal } from "../../../model/status.ts";
import { runTitle } from "../../../runs/labels/runLabel.ts";
import type { RunWatch } from "../../../runs/live/runWatcher.ts";
import type { ComparedRun } from "../page/messages.ts";

/** The facts about a run's connection that a comparison shows. */
export interface ComparedConnection {
  name: string;
  production: boolean;
  titlePath?: JsonPath;
}

export interface ComparedSide {
  run: ComparedRun;
  watch: RunWatch;
  connection: () => ComparedConnection;
}

/** Whether more steps may come. An exported run doesn't change. */
export function goesOn({ watch }: ComparedSide): boolean {
  const { origin, run, state } = watch;
  const hasFailed = state.kind === "failed" && run !== undefined && isTerminal(run.status);
  return origin === undefined && state.kind !== "ended" && !hasFailed;
}

/** Whether its steps can be compared: all that were stored have been read. */
export function isRead({ watch }: ComparedSide): boolean {
  return watch.run !== undefined && watch.state.kind !== "connecting";
}

export function titleOf({ watch, connection, run }: ComparedSide): string {
  return watch.run ? runTitle(watch.run, connection().titlePath) : shortId(run.runId);
}
