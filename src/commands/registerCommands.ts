import * as vscode from "vscode";
import type { CommandId } from "../host/ids.ts";
import type { RunCommand } from "./runCommand.ts";

interface Manifest {
  contributes: { commands: readonly { command: CommandId }[] };
}

/**
 * Registers every command that package.json contributes. Their code is loaded when the first one is called. They are
 * registered together, because VS Code calls the command that activated the extension right after the activation.
 */
export function registerCommands(
  { extension, subscriptions }: vscode.ExtensionContext,
  load: () => Promise<{ runCommand: RunCommand }>,
): void {
  for (const { command: id } of (extension.packageJSON as Manifest).contributes.commands) {
    const run = async (first: unknown, second: unknown): Promise<unknown> =>
      (await load()).runCommand(id, first, second);
    subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}
