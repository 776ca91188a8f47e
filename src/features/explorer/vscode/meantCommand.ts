import { NothingToDo } from "../../../host/errors/userError.ts";
import { commandIds } from "../../../host/ids.ts";
import { isNode } from "./nodes.ts";
import type { RunsTree } from "./runsTree.ts";

const rowActs: ReadonlySet<string> = new Set([
  commandIds.approveRequest,
  commandIds.rejectRequest,
  commandIds.answerRequest,
  commandIds.cancelRun,
  commandIds.runAgain,
  commandIds.runAgainInSameSession,
]);

/** What a key does to the focused row: see `$focusedTreeItem` in package.json. */
const keyedActs: ReadonlySet<string> = new Set([commandIds.cancelRun, commandIds.copyRunId]);

/**
 * A click on a row's button may have been meant for the row that was under the pointer a moment ago. It only opens the
 * run then.
 * @throws NothingToDo when the row isn't known
 */
export function meantCommand(tree: Pick<RunsTree, "isUnsettled">, id: string, given: readonly unknown[]): string {
  if (keyedActs.has(id) && given.length === 1 && given[0] === undefined)
    throw new NothingToDo("No run has the focus, so nothing was done. Select a run, and press the keys again.");
  if (isLostRow(given)) throw new NothingToDo("The list changed as you clicked, so nothing was done. Click again.");
  const [first] = given;
  return rowActs.has(id) && isNode(first) && tree.isUnsettled(first) ? commandIds.openRun : id;
}

/**
 * VS Code gives a command from a row that row and, if there are several, the selection; a key gives the focused row
 * alone. While a view is drawn again it has forgotten its rows, and gives `undefined`. Without this, the command would
 * take the run in view instead.
 */
function isLostRow(given: readonly unknown[]): boolean {
  const [row, selection] = given;
  const isOfRow = selection === undefined || (Array.isArray(selection) && selection.includes(undefined));
  return given.length === 2 && row === undefined && isOfRow;
}
