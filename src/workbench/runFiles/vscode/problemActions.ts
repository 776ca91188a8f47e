import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import type { ProblemFix } from "#runFiles/problemFix.ts";
import type { ChosenAttachment } from "./chooseAttachment.ts";

/** The quick fixes of a problem in a file. VS Code's *Auto Fix* takes the one that writes text, if there is only one. */
export function problemActions(
  uri: vscode.Uri,
  problem: vscode.Diagnostic,
  fixes: readonly ProblemFix[],
): vscode.CodeAction[] {
  const isClear = fixes.filter((fix) => "text" in fix).length === 1;
  return fixes.filter(isAllowed).map((fix) => {
    const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
    action.diagnostics = [problem];
    action.isPreferred = isClear && "text" in fix;
    if ("choosesFile" in fix) {
      const attachment: ChosenAttachment = { uri, range: problem.range };
      action.command = { command: commandIds.chooseAttachment, title: fix.title, arguments: [attachment] };
      return action;
    }
    action.edit = new vscode.WorkspaceEdit();
    if ("text" in fix) action.edit.replace(uri, problem.range, fix.text);
    else {
      const created = vscode.Uri.file(fix.creates);
      action.edit.createFile(created, { ignoreIfExists: true });
      action.command = { command: "vscode.open", title: "Open", arguments: [created] };
    }
    return action;
  });
}

/** A file is created in a workspace folder only: others aren't the run file's. */
function isAllowed(fix: ProblemFix): boolean {
  return !("creates" in fix) || vscode.workspace.getWorkspaceFolder(vscode.Uri.file(fix.creates)) !== undefined;
}
