import { dirname } from "node:path";
import * as vscode from "vscode";
import { showOpenDialog } from "#host/dialogs.ts";
import { NothingToDo, UserError } from "#host/errors/userError.ts";
import { runFilePath } from "#host/runFilePaths.ts";
import { writtenPath } from "#runFiles/attachments/attachments.ts";

/** Where a file names an attachment that can't be sent. */
export interface ChosenAttachment {
  uri: vscode.Uri;
  range: vscode.Range;
}

/** Lets the person choose a file, and writes its path into a range of a run file, with quotes. */
export async function chooseAttachment(_app: object, argument: unknown): Promise<void> {
  if (!isChosenAttachment(argument)) {
    throw new NothingToDo(
      "No attachment was given. In a run file, use the quick fix of an attachment that has a problem.",
    );
  }
  const { uri, range } = argument;
  const document = await vscode.workspace.openTextDocument(uri);
  const before = document.getText(range);
  const folder = dirname(runFilePath(uri));
  const [chosen] =
    (await showOpenDialog({
      defaultUri: vscode.Uri.file(folder),
      title: "Choose the File to Attach",
      openLabel: "Attach",
    })) ?? [];
  if (!chosen) return;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(uri, range, JSON.stringify(writtenPath(chosen.fsPath, folder)));
  const isSame = document.getText(range) === before;
  if (!isSame || !(await vscode.workspace.applyEdit(edit)))
    throw new UserError(
      "The file has changed since the quick fix was selected, so nothing was written. Use the quick fix again.",
    );
}

function isChosenAttachment(argument: unknown): argument is ChosenAttachment {
  const { uri, range } = (argument ?? {}) as Partial<Record<keyof ChosenAttachment, unknown>>;
  return uri instanceof vscode.Uri && range instanceof vscode.Range;
}
