import * as vscode from "vscode";
import type { CommandId } from "../host/ids.ts";
import type { CommandContext } from "./commandContext.ts";
import type { runCommand } from "./runCommand.ts";

interface Manifest {
  contributes: { commands: readonly { command: CommandId }[] };
}

/**
 * Registers every command that package.json contributes; what they do is loaded when the first of them is called. All
 * at once: VS Code calls the command that it activated the extension for as soon as activation is over.
 */
export function registerCommands(
  { extension, subscriptions }: vscode.ExtensionContext,
  load: () => Promise<{ runCommand: typeof runCommand; context: CommandContext }>,
): void {
  for (const { command: id } of (extension.packageJSON as Manifest).contributes.commands) {
    const run = async (first: unknown, second: unknown): Promise<unknown> => {
      const core = await load();
      return core.runCommand(id, core.context, first, second);
    };
    subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}
