import { showError, showNews } from "../host/errors/showError.ts";
import { ArgumentError, NothingToDo } from "../host/errors/userError.ts";
import { type CommandId, commandIds } from "../host/ids.ts";
import type { App } from "./app.ts";
import { commandTable } from "./commandTable.ts";
import { isRow } from "./givenArgument.ts";

/** Runs a command with its arguments. */
export type RunCommand = (id: CommandId, first: unknown, second: unknown) => Promise<unknown>;

/**
 * Runs a command. An error is logged and shown here, once, and nowhere else. An error in a script's argument is thrown
 * to the script. A command that has nothing to work with says so without an error.
 */
export async function runCommand(app: App, id: CommandId, first: unknown, second: unknown): Promise<unknown> {
  const { log } = app;
  try {
    return await commandTable[meant(app, id, first)](app, first, second);
  } catch (error) {
    const onFailure = (failure: unknown): void => log.error(failure);
    if (error instanceof NothingToDo) {
      log.info(`${id}: nothing to do`);
      showNews(error.message, error.nextSteps, onFailure);
      return undefined;
    }
    log.error(error, `${id} failed`);
    if (error instanceof ArgumentError) throw error;
    showError(error, onFailure);
    return undefined;
  }
}

const rowActs: ReadonlySet<CommandId> = new Set([
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
function meant({ tree }: Pick<App, "tree">, id: CommandId, first: unknown): CommandId {
  return rowActs.has(id) && isRow(first) && tree.isUnsettled(first) ? commandIds.openRun : id;
}
