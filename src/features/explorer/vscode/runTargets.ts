import { isRow } from "../../../host/givenArgument.ts";
import type { App } from "../../app.ts";
import { checkRunId, namedRun, type RunTarget } from "../../connections/vscode/namedRun.ts";
import { askForRun, checkRow } from "./runTarget.ts";

type Needs = Pick<App, "activeRuns" | "panels" | "selectedRows">;

/**
 * Finds the runs for a command: the explorer's selection if it contains the clicked row, otherwise the clicked row
 * alone; a list, from a script; without any, the panel in view, otherwise the person chooses one. Selected rows that
 * aren't runs are left out.
 *
 * @throws UserError when the clicked row isn't a run, or when an id isn't valid
 */
export async function findRuns(context: Needs, clicked: unknown, selected?: unknown): Promise<RunTarget[]> {
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

function namedRuns(context: Needs, clicked: unknown, selected: unknown): RunTarget[] | undefined {
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
