import { iconText } from "#base/text/iconText.ts";
import { commandIds } from "#host/commandIds.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import { parseTime } from "#model/isoTime.ts";
import { titleById } from "#model/shortId.ts";
import { rowText, runTitle } from "#runs/labels/runLabel.ts";
import type { App } from "#workbench/app.ts";
import { checkRunId, type RunTarget } from "#workbench/connections/vscode/namedRun.ts";
import { findRun, findRuns } from "#workbench/explorer/vscode/runTarget.ts";
import type { CompareFeatureServices } from "./services.ts";

type Context = Pick<App, "activeRuns" | "panels" | "selectedRows" | "sessions"> &
  Pick<CompareFeatureServices, "compared" | "comparisons">;

/** Selects a run for comparison with another one. @returns its id */
export async function selectForCompare(context: Context, argument: unknown): Promise<string | undefined> {
  const target = await findRun(context, argument, { command: commandIds.selectForCompare });
  if (!target) return undefined;
  checkRunId(target.runId);
  context.compared.select(target, iconText(rowText(titleOf(context, target), maxStatusBarLength)));
  return target.runId;
}

/** Compares a run with the one that was selected, the older one on the left. @returns both ids */
export async function compareWithSelected(context: Context, argument: unknown): Promise<string[] | undefined> {
  const target = await findRun(context, argument, { command: commandIds.compareWithSelected });
  if (!target) return undefined;
  checkRunId(target.runId);
  const { selected } = context.compared;
  if (!selected) {
    const select = { title: "Select Run for Compare", run: { command: commandIds.selectForCompare, args: [target] } };
    throw new NothingToDo("First, select a run to compare with.", [select]);
  }
  if (!context.compared.canCompare(target))
    throw new NothingToDo("This run is already selected. Choose a different one.");
  return compare(context, ...olderFirst(context, selected, target));
}

/**
 * Compares the runs of the two selected rows, the older one on the left, or those of a list in its order.
 *
 * @param clicked a row, or from a script a list of two runs
 * @returns both ids
 */
export async function compareSelected(
  context: Context,
  clicked: unknown,
  selected: unknown,
): Promise<string[] | undefined> {
  const [left, right] = await twoRuns(context, clicked, selected);
  return compare(context, left, right);
}

async function twoRuns(context: Context, clicked: unknown, selected: unknown): Promise<[RunTarget, RunTarget]> {
  const targets = await findRuns(context, { command: commandIds.compareSelected }, clicked, selected);
  const [left, right] = targets;
  if (!left || !right || targets.length > 2) throw new NothingToDo("Select exactly two runs to compare them.");
  return Array.isArray(clicked) ? [left, right] : olderFirst(context, left, right);
}

/** The older run comes first, as in VS Code's diff; runs whose start isn't known keep their order. */
function olderFirst({ sessions }: Context, one: RunTarget, other: RunTarget): [RunTarget, RunTarget] {
  const [first, second] = [one, other].map(({ connectionId, runId, file }) => {
    return file === undefined ? parseTime(sessions.get(connectionId).store.get(runId)?.started_at) : undefined;
  });
  if (first === undefined || second === undefined || first < second) return [one, other];
  if (second < first) return [other, one];
  // Times are whole seconds: then the app's list tells, which has the newest first.
  const { runs } = sessions.get(one.connectionId).store.list({ statuses: [], order: "newest" });
  const [indexOfOne, indexOfOther] = [one, other].map(({ runId }) => runs.findIndex(({ id }) => id === runId));
  return indexOfOne! < indexOfOther! && indexOfOne! >= 0 ? [other, one] : [one, other];
}

function compare(context: Context, a: RunTarget, b: RunTarget): string[] {
  context.comparisons.open({ a, b });
  context.compared.compared();
  return [a.runId, b.runId];
}

/** In characters. */
const maxStatusBarLength = 40;

function titleOf({ sessions }: Context, { connectionId, runId, file }: RunTarget): string {
  const store = file === undefined ? sessions.get(connectionId).store : undefined;
  const run = store?.get(runId);
  return run ? runTitle(run, store?.titlePath) : titleById(runId);
}
