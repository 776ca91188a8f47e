import { basename, dirname, resolve } from "node:path";
import * as vscode from "vscode";
import { runFilePath } from "#host/runFilePaths.ts";
import { readRunFile } from "#runFiles/parseRunFile.ts";
import { namesMachine } from "#runFiles/paths.ts";
import type { SourceRange } from "#runFiles/runFileError.ts";

/** A text that names a file, with its quotes. */
export interface NamedFile extends SourceRange {
  /** Absolute, or relative to the file that names it. */
  path: string;
}

/** Opens the attachments and the output that a run file names. */
export const runFileLinks: vscode.DocumentLinkProvider = {
  provideDocumentLinks(document) {
    const { files, saveTo } = readRunFile(document.getText(), basename(document.uri.path)).parsed;
    return linksTo(document, [...files, ...(saveTo ? [{ ...saveTo, path: saveTo.text }] : [])]);
  },
};

/** Links to files that a document names. A click never makes this machine look for another one. */
export function linksTo(document: vscode.TextDocument, named: readonly NamedFile[]): vscode.DocumentLink[] {
  const folder = dirname(runFilePath(document.uri));
  return named
    .filter(({ path }) => !namesMachine(path))
    .map(({ path, offset, length }) => {
      const inQuotes = new vscode.Range(document.positionAt(offset + 1), document.positionAt(offset + length - 1));
      return new vscode.DocumentLink(inQuotes, vscode.Uri.file(resolve(folder, path)));
    });
}
