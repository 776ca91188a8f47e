import * as vscode from "vscode";
import { goldenHover, goldenNames, isInRequest } from "../runFiles/golden/goldenEditing.ts";

/** Completes tools and paths of the output in checks, and leaves requests to the completion of run files. */
export class GoldenFileCompletion implements vscode.CompletionItemProvider {
  readonly #ofRequests: vscode.CompletionItemProvider;

  constructor(ofRequests: vscode.CompletionItemProvider) {
    this.#ofRequests = ofRequests;
  }

  provideCompletionItems(
    ...args: Parameters<vscode.CompletionItemProvider["provideCompletionItems"]>
  ): vscode.ProviderResult<vscode.CompletionItem[] | vscode.CompletionList> {
    const [document, position] = args;
    const [text, offset] = [document.getText(), document.offsetAt(position)];
    if (isInRequest(text, offset)) return this.#ofRequests.provideCompletionItems(...args);
    const found = goldenNames(text, offset);
    if (!found) return [];
    const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
    const description = found.kind === "tool" ? "a tool of this file" : "a path of this file";
    return found.choices.map((label) => {
      const kind = found.kind === "tool" ? vscode.CompletionItemKind.Function : vscode.CompletionItemKind.Field;
      const item = new vscode.CompletionItem({ label, description }, kind);
      item.range = range;
      return item;
    });
  }
}

/** Says what a check means. */
export const goldenFileHover: vscode.HoverProvider = {
  provideHover(document, position) {
    const found = goldenHover(document.getText(), document.offsetAt(position));
    if (!found) return undefined;
    const { offset, length } = found.place;
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    return new vscode.Hover(new vscode.MarkdownString().appendText(found.text), range);
  },
};
