import { readdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import * as vscode from "vscode";
import { runFilePath } from "#host/runFilePaths.ts";
import { connectionValueAt, pathAt, type PathCompletion, variableCompletion } from "#runFiles/completion.ts";
import { escapeVariables } from "#runFiles/variables/variables.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";

export const completionTriggers = ["$", "{", ":", "/"];

/**
 * Completes what VS Code's JSON support doesn't know: variables in texts, names of saved connections, and files to
 * attach.
 */
export class RunFileCompletion implements vscode.CompletionItemProvider {
  readonly #connections: ConnectionStore;

  constructor(connections: ConnectionStore) {
    this.#connections = connections;
  }

  async provideCompletionItems(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[]> {
    const [text, offset] = [document.getText(), document.offsetAt(position)];
    const names = connectionValueAt(text, offset);
    if (names) return this.#connectionNames(document, names);
    const completion = pathAt(text, offset);
    if (completion) return fileNames(document, completion);
    const found = variableCompletion(text, offset, Object.keys(process.env).toSorted());
    if (!found) return [];
    const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
    return found.choices.map(({ text: whole, detail }) => {
      const item = new vscode.CompletionItem({ label: whole, description: detail }, vscode.CompletionItemKind.Variable);
      const takesMore = whole.endsWith(":}");
      item.insertText = takesMore ? snippet(whole) : whole;
      item.filterText = whole;
      item.range = range;
      if (whole === "${env:}") item.command = suggestAgain;
      return item;
    });
  }

  #connectionNames(document: vscode.TextDocument, nameRange: { start: number; end: number }): vscode.CompletionItem[] {
    const range = new vscode.Range(document.positionAt(nameRange.start), document.positionAt(nameRange.end));
    return this.#connections.list.map(({ name, baseUrl }) => {
      const label = JSON.stringify(name);
      const item = new vscode.CompletionItem(
        { label, description: new URL(baseUrl).host },
        vscode.CompletionItemKind.Value,
      );
      item.range = range;
      return item;
    });
  }
}

/** The files that can be attached. An untrusted file must not make this machine look up places that it names. */
async function fileNames(
  document: vscode.TextDocument,
  { folder, start, end }: PathCompletion,
): Promise<vscode.CompletionItem[]> {
  if (!vscode.workspace.isTrusted) return [];
  const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
  const path = resolve(dirname(runFilePath(document.uri)), folder);
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  return entries.map((entry) => {
    const isFolder = entry.isDirectory();
    const name = isFolder ? `${entry.name}/` : entry.name;
    const item = new vscode.CompletionItem(
      name,
      isFolder ? vscode.CompletionItemKind.Folder : vscode.CompletionItemKind.File,
    );
    item.insertText = JSON.stringify(escapeVariables(name)).slice(1, -1);
    item.sortText = `${isFolder ? 1 : 0}${name}`;
    item.range = range;
    if (isFolder) item.command = suggestAgain;
    return item;
  });
}

const suggestAgain: vscode.Command = { command: "editor.action.triggerSuggest", title: "" };

/** The text with the cursor between the colon and the brace. */
function snippet(whole: string): vscode.SnippetString {
  return new vscode.SnippetString().appendText(whole.slice(0, -1)).appendTabstop(0).appendText("}");
}
