import { showError, showNews } from "../host/errors/showError.ts";
import { ArgumentError, NothingToDo } from "../host/errors/userError.ts";
import type { CommandId } from "../host/ids.ts";
import type { CommandContext } from "./commandContext.ts";
import { commandTable } from "./commandTable.ts";

/**
 * Runs a command. An error is logged and shown here, once, and nowhere else; what a script did wrong, it gets itself. A
 * command that has nothing to work with says so without an error.
 */
export async function runCommand(
  id: CommandId,
  context: CommandContext,
  first: unknown,
  second: unknown,
): Promise<unknown> {
  try {
    return await commandTable[id](context, first, second);
  } catch (error) {
    const onFailure = (failure: unknown): void => context.log.error(failure);
    if (error instanceof NothingToDo) {
      context.log.info(`${id}: nothing to do`);
      showNews(error.message, error.waysOut, onFailure);
      return undefined;
    }
    context.log.error(error, `${id} failed`);
    if (error instanceof ArgumentError) throw error;
    showError(error, onFailure);
    return undefined;
  }
}
