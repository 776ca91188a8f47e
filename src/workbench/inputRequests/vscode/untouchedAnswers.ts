import * as vscode from "vscode";
import type { Disposable } from "#base/disposable.ts";
import { requestOfAnswer } from "#host/answerUri.ts";

/** The changes of a selection that the person makes: typing and clicking. */
const changesByPerson: ReadonlySet<vscode.TextEditorSelectionChangeKind | undefined> = new Set([
  vscode.TextEditorSelectionChangeKind.Keyboard,
  vscode.TextEditorSelectionChangeKind.Mouse,
]);

/**
 * The open answers in which the person has done nothing since another one was sent. An answer that has arrived closes
 * its document, and VS Code shows the next one: its button comes under the pointer that has just pressed the other.
 */
export class UntouchedAnswers implements Disposable {
  readonly #uris = new Set<string>();
  readonly #listener = vscode.window.onDidChangeTextEditorSelection(({ kind, textEditor }) => {
    if (changesByPerson.has(kind)) this.#uris.delete(textEditor.document.uri.toString());
  });

  /** An answer was sent, and its document closes. */
  noteSent(sent: vscode.Uri): void {
    this.#uris.clear();
    for (const { input } of vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)) {
      if (!(input instanceof vscode.TabInputText) || !requestOfAnswer(input.uri)) continue;
      if (input.uri.toString() !== sent.toString()) this.#uris.add(input.uri.toString());
    }
  }

  has(uri: vscode.Uri): boolean {
    return this.#uris.has(uri.toString());
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
