import { withoutUndefined } from "#base/stored.ts";
import { isNews } from "#host/errors/explainError.ts";
import { showError } from "#host/errors/showError.ts";
import { ArgumentError } from "#host/errors/userError.ts";
import type { Log } from "#host/log.ts";

/** Runs a command with its arguments. */
export type RunCommand = (id: string, ...given: readonly unknown[]) => Promise<unknown>;

/** Runs a command. Its error is logged and shown here, once; one in a script's argument is thrown to the script. */
export async function runCommand(log: Log, id: string, run: () => unknown): Promise<unknown> {
  try {
    return asResult(await run());
  } catch (error) {
    if (isNews(error)) log.info(`${id} had nothing to do, or was stopped`);
    else log.error(error, `${id} failed`);
    if (error instanceof ArgumentError) throw error;
    showError(error);
    return undefined;
  }
}

/** A script gets a result without the fields that have no value. */
function asResult(value: unknown): unknown {
  const isRecord = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isRecord ? withoutUndefined(value) : value;
}
