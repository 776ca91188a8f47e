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

/**
 * A click on a row's button may have been meant for the row that was under the pointer a moment ago. It only opens the
 * run then.
 */
export function meantCommand(tree: Pick<RunsTree, "isUnsettled">, id: string, first: unknown): string {
  return rowActs.has(id) && isNode(first) && tree.isUnsettled(first) ? commandIds.openRun : id;
}
