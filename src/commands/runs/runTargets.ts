import type { RunsNode } from "../../views/explorer/nodes.ts";
import { isRow } from "../givenArgument.ts";
import { askForRun, checkRow, checkRunId, namedRun, type RunPlaces, type RunTarget } from "./runTarget.ts";

/** Where a command finds its runs. */
export interface SelectedRuns extends RunPlaces {
  /** The selection of the explorer. */
  selectedRows: () => readonly RunsNode[];
}

/**
 * Which runs: the selection of the explorer if the clicked row is part of it, else the clicked row alone; a list, from
 * a script; without any, the panel in view, else the person says one. Selected rows that are no runs are left out.
 *
 * @throws UserError when a row was clicked that is no run, or when an id cannot be one
 */
export async function findRuns(context: SelectedRuns, clicked: unknown, selected?: unknown): Promise<RunTarget[]> {
  const named = namedRuns(context, clicked, selected);
  const asked = named ?? [context.panels.active ?? (await askForRun(context))];
  const targets = asked.filter((target) => target !== undefined);
  for (const { runId } of targets) checkRunId(runId);
  return [...new Map(targets.map((target) => [keyOf(target), target])).values()];
}

/** The same run has the same key. */
function keyOf({ connectionId, runId, file }: RunTarget): string {
  return `${file ?? connectionId}/${runId}`;
}

function namedRuns(context: SelectedRuns, clicked: unknown, selected: unknown): RunTarget[] | undefined {
  const targetsOf = (values: readonly unknown[]): RunTarget[] =>
    values.map((value) => namedRun(context, value)).filter((target) => target !== undefined);
  if (Array.isArray(clicked)) return targetsOf(clicked);
  checkRow(clicked);
  const [target] = targetsOf([clicked]);
  if (!target) return undefined;
  // A key hands over the row that has the focus, without the selection.
  const rows: unknown = selected ?? (isRow(clicked) ? context.selectedRows() : []);
  const all = Array.isArray(rows) ? targetsOf(rows) : [];
  return all.some((each) => keyOf(each) === keyOf(target)) ? all : [target];
}
