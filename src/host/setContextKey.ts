import * as vscode from "vscode";
import type { OwnContextValues } from "./contextKeys.ts";

/** Sets a context key, for the `when` clauses of package.json. @returns when VS Code has done it */
export function setContextKey<Key extends keyof OwnContextValues>(
  key: Key,
  value: OwnContextValues[Key],
): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", key, value);
}
