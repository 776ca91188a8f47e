import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { DynamiqRunsApiV1 } from "#features/publicApi/vscode/publicApi.ts";

/** The public API of the extension under test, as another extension gets it. */
export async function activateExtension(): Promise<DynamiqRunsApiV1> {
  const extension = vscode.extensions.getExtension<DynamiqRunsApiV1>("dynamiq-community.dynamiq-runs");
  assert.ok(extension, "the extension is not installed");
  return await extension.activate();
}

/** Brings another view in front of ours: a visible list of runs would ask the apps of the next tests. */
export async function hideRuns(): Promise<void> {
  await vscode.commands.executeCommand("workbench.view.explorer");
}

/** Calls a command of ours by the part of its name that follows `dynamiqRuns.`. */
export async function call<T>(command: string, ...args: unknown[]): Promise<T | undefined> {
  return await vscode.commands.executeCommand<T | undefined>(`dynamiqRuns.${command}`, ...args);
}
