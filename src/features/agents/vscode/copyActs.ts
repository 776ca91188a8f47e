import * as vscode from "vscode";
import { type CommandId, commandIds } from "#host/commandIds.ts";
import type { Act } from "#workbench/core/acts.ts";
import type { NamedSession } from "#workbench/explorer/vscode/sessionTarget.ts";

const call =
  (command: CommandId) =>
  (target: unknown): Thenable<unknown> =>
    vscode.commands.executeCommand(command, target);

/** Entries in the menu of a conversation. */
export const conversationCopies: readonly Act<NamedSession>[] = [
  { id: "copyAsMarkdown", name: "Copy as Markdown", icon: "copy", order: 1, run: call(commandIds.copyAsMarkdown) },
  { id: "copyForAi", name: "Copy for AI", icon: "robot", order: 2, run: call(commandIds.copyForAi) },
];
