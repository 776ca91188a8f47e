import type { Run } from "#api/schemas.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { isRow } from "#host/givenArgument.ts";
import type { SentWith } from "#runs/create/startedRuns.ts";
import { type RunsSession, wholeRun } from "#runs/store/runsSession.ts";
import type { App } from "#workbench/app.ts";
import { removedConnection } from "#workbench/connections/vscode/guards.ts";
import { checkRunId, isOtherRow, namedRun, type RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import { chooseRun, type RunQuestion } from "./chooseRun.ts";

type Context = Pick<App, "activeRuns" | "panels" | "selectedRows">;

/**
 * Finds the run for a command: the named one, that of the panel in view, or of the selected row. Without any, the person
 * chooses one. @returns `undefined` when the person was asked and canceled
 */
export async function findRun(
  context: Context,
  argument: unknown,
  question: RunQuestion,
): Promise<RunTarget | undefined> {
  checkRow(argument);
  const inView = namedRun(context, argument) ?? context.panels.active;
  if (inView) return inView;
  const [selected, ...others] = selectedRuns(context);
  return selected && others.length === 0 ? selected : chooseRun(context, question);
}

/** The runs of the selected rows that are in sight. */
function selectedRuns(context: Context): RunTarget[] {
  const store = context.activeRuns.session?.store;
  // Just after a switch VS Code still has the rows of another app. Those of several connections name their own.
  const known = context
    .selectedRows()
    .filter((row) => "runId" in row && (row.connectionId !== undefined || store?.get(row.runId) !== undefined));
  return known.flatMap((row) => namedRun(context, row) ?? []);
}

/** @throws NothingToDo for a row of the explorer that isn't a run */
function checkRow(argument: unknown): void {
  if (isOtherRow(argument)) throw new NothingToDo("This row isn't a run. Select a run first.");
}

/**
 * Finds the runs for a command: the explorer's selection if it contains the clicked row, otherwise the clicked row
 * alone; a list, from a script; without any, the panel in view or the selected rows, otherwise the person chooses one.
 * Selected rows that aren't runs are left out.
 *
 * @throws UserError when the clicked row isn't a run, or when an id isn't valid
 */
export async function findRuns(
  context: Context,
  question: RunQuestion,
  clicked: unknown,
  selected?: unknown,
): Promise<RunTarget[]> {
  const targets = namedRuns(context, clicked, selected) ?? (await unnamedRuns(context, question));
  for (const { runId } of targets) checkRunId(runId);
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}

async function unnamedRuns(context: Context, question: RunQuestion): Promise<RunTarget[]> {
  if (context.panels.active) return [context.panels.active];
  const selected = selectedRuns(context);
  if (selected.length > 0) return selected;
  const chosen = await chooseRun(context, question);
  return chosen ? [chosen] : [];
}

/** The key of a run: equal for the same run. */
function targetKey({ connectionId, runId, file }: RunTarget): string {
  return `${file ?? connectionId}/${runId}`;
}

function namedRuns(context: Context, clicked: unknown, selected: unknown): RunTarget[] | undefined {
  const targetsOf = (values: readonly unknown[]): RunTarget[] =>
    values.map((value) => namedRun(context, value)).filter((target) => target !== undefined);
  if (Array.isArray(clicked)) return targetsOf(clicked);
  checkRow(clicked);
  const [target] = targetsOf([clicked]);
  if (!target) return undefined;
  // A keyboard shortcut passes the focused row without the selection.
  const rows: unknown = selected ?? (isRow(clicked) ? context.selectedRows() : []);
  const all = Array.isArray(rows) ? targetsOf(rows) : [];
  return all.some((each) => targetKey(each) === targetKey(target)) ? all : [target];
}

type LiveRunContext = Context & Pick<App, "connections" | "sessions" | "started">;

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
export async function findLiveRun(
  context: LiveRunContext,
  argument: unknown,
  question: RunQuestion,
): Promise<LiveRun | undefined> {
  const target = await findRun(context, argument, question);
  return target && liveRun(context, target);
}

/** Reads a run as far as it isn't known. @throws UserError as `findLiveRun` does */
export async function liveRun(context: LiveRunContext, target: RunTarget): Promise<LiveRun> {
  if (target.file !== undefined) throw new NothingToDo("This run comes from an export and is read-only.");
  checkRunId(target.runId);
  const connection = context.connections.get(target.connectionId);
  if (!connection) throw removedConnection();
  const session = context.sessions.get(connection.id);
  const run = await wholeRun(session, target.runId);
  return { run, session, connection, sent: context.started.sentWith(connection.id, run.id) };
}
