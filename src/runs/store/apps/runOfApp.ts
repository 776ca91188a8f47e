import type { Run } from "#api/schemas.ts";

/** A run of one of several apps. */
export interface AppRun {
  readonly connectionId: string;
  readonly runId: string;
}

/** Neither an id of a run nor one of a connection has it. */
const separator = "@";

/** What a run is called in a list of several apps: two of them may have runs with one id. */
export function idInApps({ connectionId, runId }: AppRun): string {
  return `${runId}${separator}${connectionId}`;
}

/** The app and the run of an id from {@link idInApps}; `undefined` for a run in the list of one app. */
export function appRunOfId(id: string): AppRun | undefined {
  const at = id.lastIndexOf(separator);
  return at < 0 ? undefined : { connectionId: id.slice(at + 1), runId: id.slice(0, at) };
}

/** The same version of a run is always the same object, by which lists are compared. */
const runsInApps = new WeakMap<Run, Run>();
const ownRuns = new WeakMap<Run, Run>();

/** A run as it is in a list of several apps. */
export function runInApps(run: Run, connectionId: string): Run {
  const id = idInApps({ connectionId, runId: run.id });
  const known = runsInApps.get(run);
  if (known?.id === id) return known;
  const made = { ...run, id };
  runsInApps.set(run, made);
  ownRuns.set(made, run);
  return made;
}

/** The run that {@link runInApps}, or a later version of its result, was made from. */
export function ownRun(run: Run): Run {
  const known = ownRuns.get(run);
  const appRun = known ? undefined : appRunOfId(run.id);
  return known ?? (appRun ? { ...run, id: appRun.runId } : run);
}
