import { homedir } from "node:os";
import { basename } from "node:path";
import * as vscode from "vscode";
import { withFullStop } from "#base/text/oneLine.ts";
import { messageOf } from "#base/thrown.ts";
import { showSaveDialog } from "./dialogs.ts";
import { UserError } from "./errors/userError.ts";

/** Where a new file goes unless the person chooses another place: the open folder. */
export function newFileFolder(): vscode.Uri {
  return vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
}

/**
 * Saves a file where the person chooses.
 *
 * @param name the one that the dialog proposes
 * @param contentOf what goes into the chosen file
 * @returns the file; `undefined` when they canceled
 */
export async function saveAs(
  name: string,
  options: vscode.SaveDialogOptions,
  contentOf: (uri: vscode.Uri) => string | Uint8Array,
): Promise<vscode.Uri | undefined> {
  const uri = await showSaveDialog({ ...options, defaultUri: vscode.Uri.joinPath(newFileFolder(), name) });
  if (!uri) return undefined;
  const content = contentOf(uri);
  try {
    await vscode.workspace.fs.writeFile(uri, typeof content === "string" ? Buffer.from(content) : content);
    return uri;
  } catch (cause) {
    throw notSaved(basename(uri.path), cause);
  }
}

/** @param cause the system's error */
export function notSaved(name: string, cause: unknown): UserError {
  const reason = withFullStop(messageOf(cause));
  return new UserError(`${name} couldn't be saved: ${reason} Save it to another folder.`, [], { cause });
}
