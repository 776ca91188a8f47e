import type { Run } from "#api/schemas.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { isRow } from "#host/givenArgument.ts";
import { runInputStep } from "#host/steps/inputStep.ts";
import type { SentWith } from "#runs/create/startedRuns.ts";
import { type RunsSession, wholeRun } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { removedConnection, requireSession } from "#workbench/connections/vscode/guards.ts";
import {
  isOtherRow,
  namedRun,
  runIdProblem,
  type RunTarget,
  checkRunId,
} from "#workbench/connections/vscode/namedRun.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";

type Needs = Pick<App, "activeRuns" | "panels">;

/** Finds the run for a command. @returns `undefined` when the person was asked and canceled */
export async function findRun(context: Needs, argument: unknown): Promise<RunTarget | undefined> {
  checkRow(argument);
  return namedRun(context, argument) ?? context.panels.active ?? askForRun(context);
}

/** @throws NothingToDo for a row of the explorer that isn't a run */
function checkRow(argument: unknown): void {
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

type ChoiceNeeds = Pick<App, "activeRuns" | "panels" | "selectedRows">;

/**
 * Finds the runs for a command: the explorer's selection if it contains the clicked row, otherwise the clicked row
 * alone; a list, from a script; without any, the panel in view, otherwise the person chooses one. Selected rows that
 * aren't runs are left out.
 *
 * @throws UserError when the clicked row isn't a run, or when an id isn't valid
 */
export async function findRuns(context: ChoiceNeeds, clicked: unknown, selected?: unknown): Promise<RunTarget[]> {
  const named = namedRuns(context, clicked, selected);
  const asked = named ?? [context.panels.active ?? (await askForRun(context))];
  const targets = asked.filter((target) => target !== undefined);
  for (const { runId } of targets) checkRunId(runId);
  return [...new Map(targets.map((target) => [keyOf(target), target])).values()];
}

/** Equal for the same run. */
function keyOf({ connectionId, runId, file }: RunTarget): string {
  return `${file ?? connectionId}/${runId}`;
}

function namedRuns(context: ChoiceNeeds, clicked: unknown, selected: unknown): RunTarget[] | undefined {
  const targetsOf = (values: readonly unknown[]): RunTarget[] =>
    values.map((value) => namedRun(context, value)).filter((target) => target !== undefined);
  if (Array.isArray(clicked)) return targetsOf(clicked);
  checkRow(clicked);
  const [target] = targetsOf([clicked]);
  if (!target) return undefined;
  // A keyboard shortcut passes the focused row without the selection.
  const rows: unknown = selected ?? (isRow(clicked) ? context.selectedRows() : []);
  const all = Array.isArray(rows) ? targetsOf(rows) : [];
  return all.some((each) => keyOf(each) === keyOf(target)) ? all : [target];
}

type LiveRunNeeds = Pick<App, "activeRuns" | "connections" | "panels" | "sessions" | "started">;

export interface LiveRun {
  run: Run;
  session: RunsSession;
  connection: Connection;
  /** Present for a run that was created here. */
  sent: SentWith | undefined;
}

/**
 * Finds the run for a command, if its connection still exists.
 *
 * @returns `undefined` when the person was asked and canceled.
 * @throws UserError for a run from a file or of a connection that was removed
 */
export async function findLiveRun(context: LiveRunNeeds, argument: unknown): Promise<LiveRun | undefined> {
  const target = await findRun(context, argument);
  if (!target) return undefined;
  if (target.file !== undefined) throw new NothingToDo("This run comes from an export and is read-only.");
  checkRunId(target.runId);
  const connection = context.connections.get(target.connectionId);
  if (!connection) throw removedConnection();
  const session = context.sessions.get(connection.id);
  const run = await wholeRun(session, target.runId);
  return { run, session, connection, sent: context.started.sentWith(connection.id, run.id) };
}
