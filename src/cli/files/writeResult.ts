import { constants } from "node:fs";
import { access, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { codeOf } from "#base/thrown.ts";
import { plainJson } from "#cli/shell/plainText.ts";
import { UsageError } from "#cli/usageError.ts";
import { tryNewFile } from "#runFiles/outputs/savedOutputs.ts";
import type { Cover } from "#runs/values/cover.ts";

/**
 * Finds out before anything is sent whether a result can be written to a path, and leaves nothing there.
 *
 * @param path as it was typed
 * @param option for messages: `--json`
 * @returns the absolute path
 * @throws UsageError
 */
export async function resultPath(path: string, folder: string, option: string): Promise<string> {
  const absolute = resolve(folder, path);
  const found = await stat(absolute).catch(() => undefined);
  if (found?.isDirectory()) throw new UsageError(`${option}: ${path} is a folder. Specify a file.`);
  const parent = await stat(dirname(absolute)).catch(() => undefined);
  if (!parent?.isDirectory()) throw new UsageError(`${option}: the folder of ${path} doesn't exist. Create it first.`);
  // The reader of a pipe would take a try for all that comes.
  if (found && !found.isFile()) return absolute;
  try {
    await (found ? access(absolute, constants.W_OK) : tryNewFile(absolute));
  } catch (cause) {
    const problem = `${path} can't be written (${codeOf(cause) ?? "unknown error"}). Specify another file.`;
    throw new UsageError(`${option}: ${problem}`, { cause });
  }
  return absolute;
}

/** @throws Error for a person: the result isn't written, although what it is about was sent */
export async function writeResult(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (cause) {
    throw new Error(`${path} can't be written (${codeOf(cause) ?? "unknown error"}).`, { cause });
  }
}

/** Waits for all that is written, so that one failure doesn't stop anything else. @throws the first failure */
export async function writeAll(writes: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(writes)).find(({ status }) => status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
}

/** A value with covers, as JSON for people and programs, in which no character acts on a terminal. */
export function resultText(value: unknown, cover: Cover): string {
  return `${plainJson(stringifyJson(cover.value(value), 2) ?? "null")}\n`;
}
