import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import { call, hideRuns } from "./extension.ts";

/**
 * Runs commands one after the other without an argument, as the palette does, and cancels whatever each asks, until it
 * has ended. A command shows its error before it ends.
 *
 * @returns the errors that were shown, each with its command
 */
export async function errorsFromPalette(commands: readonly string[]): Promise<string[]> {
  const errors: string[] = [];
  let running = "";
  const { showErrorMessage, showWarningMessage, showInformationMessage, showOpenDialog, showSaveDialog } =
    vscode.window;
  const cancel = async (): Promise<undefined> => undefined;
  Object.assign(vscode.window, {
    showErrorMessage: async (message: string) => void errors.push(`${running}: ${message}`),
    // VS Code shows no dialog in this suite.
    showWarningMessage: cancel,
    showInformationMessage: cancel,
    showOpenDialog: cancel,
    showSaveDialog: cancel,
  });
  try {
    for (const command of commands) {
      running = command;
      await cancelUntilEnded(call(command));
    }
  } finally {
    const original = { showErrorMessage, showWarningMessage, showInformationMessage, showOpenDialog, showSaveDialog };
    Object.assign(vscode.window, original);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    // The log and our views were opened, too.
    await vscode.commands.executeCommand("workbench.action.closePanel");
    await hideRuns();
  }
  return errors;
}

async function cancelUntilEnded(command: Promise<unknown>): Promise<void> {
  const ended = command.then(() => true);
  while (!(await Promise.race([ended, delay(50, false)]))) {
    await vscode.commands.executeCommand("workbench.action.closeQuickOpen");
  }
}
