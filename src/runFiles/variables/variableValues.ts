import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { isApiError } from "#api/errors.ts";
import { fileFromPath } from "#api/upload/fileSource.ts";
import { formatMiB, maxRequestBytes } from "#model/bytes.ts";
import type { ReadGate } from "#runFiles/consent/readGate.ts";
import type { ValueOf, VariableUse, VariableValue } from "./filledTexts.ts";
import { variableText } from "./variables.ts";

export interface VariableSources {
  /** Absolute; `${file:…}` is relative to it. */
  runFilePath: string;
  environment: Readonly<Record<string, string | undefined>>;
  /** The workspace folder of the run file, otherwise the first one. */
  workspaceFolder: string | undefined;
  now: Date;
  /** The value of `${newSession}`, where the runs of several requests have one session. */
  newSession?: string;
  /** Allows a text to be read, or leaves it open until the person allows it. */
  gate: ReadGate;
  /** Asks the person. @returns `undefined` when they cancel */
  ask(label: string): Promise<string | undefined>;
}

/**
 * Finds the value of each variable. The person is asked last, once for each label, and only when all other values are
 * known.
 *
 * @returns `undefined` when the person canceled; a text that may not be read yet has no value
 */
export async function findValues(uses: readonly VariableUse[], sources: VariableSources): Promise<ValueOf | undefined> {
  const values = new Map<string, VariableValue>();
  for (const use of uses) {
    if (use.name !== "prompt" && !values.has(idOf(use))) values.set(idOf(use), await valueOf(use, sources));
  }
  const hasProblem = [...values.values()].some((value) => value && "problem" in value);
  if (!hasProblem) {
    for (const use of uses) {
      if (values.has(idOf(use))) continue;
      const value = await sources.ask(use.argument);
      if (value === undefined) return undefined;
      values.set(idOf(use), { value });
    }
  }
  return (use) => values.get(idOf(use));
}

/** The id of a value: each `${uuid}` has its own; any other variable has the same in the whole request. */
function idOf(use: VariableUse): string {
  return use.name === "uuid" ? `uuid@${use.offset}` : variableText(use);
}

async function valueOf({ name, argument }: VariableUse, sources: VariableSources): Promise<VariableValue> {
  switch (name) {
    case "env": {
      const value = sources.environment[argument];
      if (value !== undefined) return { value };
      return {
        problem: `the environment variable ${argument} isn't set for VS Code. Set it, then restart VS Code.`,
      };
    }
    case "workspaceFolder":
      if (sources.workspaceFolder !== undefined) return { value: sources.workspaceFolder };
      return {
        problem: "no folder is open, so ${workspaceFolder} has no value. Open a folder, or write the path.",
      };
    case "file": {
      const path = resolve(dirname(sources.runFilePath), argument);
      return (await sources.gate.mayRead(path)) ? readText(path) : undefined;
    }
    case "uuid":
      return { value: randomUUID() };
    case "newSession":
      return { value: sources.newSession ?? randomUUID() };
    case "now":
      return { value: sources.now.toISOString() };
    case "prompt":
      return undefined;
  }
}

async function readText(path: string): Promise<VariableValue> {
  const fail = (reason: string): VariableValue => ({
    problem: `\${file} can't be read: ${reason}`,
  });
  try {
    const { name, size } = await fileFromPath(path);
    if (size > maxRequestBytes)
      return fail(`${name} is ${formatMiB(size)}, more than an app accepts. Use a smaller file.`);
    const bytes = await readFile(path);
    try {
      return { value: new TextDecoder("utf-8", { fatal: true }).decode(bytes) };
    } catch {
      return fail(`${name} isn't valid UTF-8. Attach it with "files" instead.`);
    }
  } catch (error) {
    if (isApiError(error)) return fail(`${error.message} Its path is relative to this file.`);
    throw error;
  }
}
