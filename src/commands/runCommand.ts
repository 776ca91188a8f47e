import type { CommandId } from "../host/ids.ts";
import { showError } from "../host/showError.ts";
import { ArgumentError } from "../host/userError.ts";
import type { CommandContext } from "./commandContext.ts";
import { commandTable } from "./commandTable.ts";

/** Runs a command. An error is logged and shown here, once, and nowhere else; what a script did wrong, it gets itself. */
export async function runCommand(
  id: CommandId,
  context: CommandContext,
  first: unknown,
  second: unknown,
): Promise<unknown> {
  try {
    return await commandTable[id](context, first, second);
  } catch (error) {
    context.log.error(`${id} failed: ${error instanceof Error ? error.message : String(error)}`);
    if (error instanceof ArgumentError) throw error;
    showError(error, (failure) => context.log.error(String(failure)));
    return undefined;
  }
}
