import { basename } from "node:path";
import * as vscode from "vscode";
import { UserError } from "./errors/userError.ts";

/** The text of a file as the person sees it: of its editor, otherwise on the disk. @throws UserError */
export async function readFileText(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  // An editor shows bytes that aren't UTF-8 as this character, and the person may not have seen it. The disk tells.
  if (open && (open.isDirty || !open.getText().includes("\uFFFD"))) return open.getText();
  const bytes = await readFile(uri);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new UserError(`${basename(uri.path)} isn't valid UTF-8. Save it as UTF-8.`, [], { cause });
  }
}

async function readFile(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (cause) {
    if (!(cause instanceof vscode.FileSystemError)) throw cause;
    const reason = reasons[cause.code] ?? `can't be read (${cause.code}). Check the file, and try again.`;
    throw new UserError(`${basename(uri.path)} ${reason}`, [], { cause });
  }
}

const reasons: Readonly<Record<string, string>> = {
  FileNotFound: "no longer exists. Select another file.",
  FileIsADirectory: "is a folder. Select the file with the run's input.",
  NoPermissions: "can't be read: permission denied. Check its permissions.",
};
