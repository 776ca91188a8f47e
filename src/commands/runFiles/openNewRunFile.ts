import * as vscode from "vscode";
import { runFileFolder } from "../../host/runFilePlace.ts";
import { newRunFileEnding } from "../../runFiles/fileNames.ts";

/**
 * Opens an unsaved run file, with the cursor at its beginning.
 *
 * @param name without the extension of run files
 */
export async function openNewRunFile(name: string, text: string): Promise<vscode.Uri> {
  const document = await vscode.workspace.openTextDocument(await freeUri(name));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text), {
    undoStopBefore: false,
    undoStopAfter: false,
  });
  const start = new vscode.Position(0, 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start));
  return document.uri;
}

/** A name for a new file in the open folder that neither exists nor is open in an editor. */
async function freeUri(name: string): Promise<vscode.Uri> {
  const folder = vscode.Uri.file(runFileFolder());
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
  for (let n = 1; ; n++) {
    const file = vscode.Uri.joinPath(folder, `${n === 1 ? name : `${name}-${n}`}${newRunFileEnding}`);
    if (!open.has(file.path) && !(await exists(file))) return file.with({ scheme: "untitled" });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    (error: unknown) => {
      if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") return false;
      throw error;
    },
  );
}
