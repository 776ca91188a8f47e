import * as vscode from "vscode";
import { goldenHover, goldenNames, isInRequest } from "../runFiles/golden/goldenEditing.ts";

/** Completes tools and paths of the output in checks, and leaves requests to the completion of run files. */
export class GoldenFileCompletion implements vscode.CompletionItemProvider {
  readonly #ofRequests: vscode.CompletionItemProvider;

  constructor(ofRequests: vscode.CompletionItemProvider) {
    this.#ofRequests = ofRequests;
  }

  provideCompletionItems(...args: Arguments): vscode.ProviderResult<vscode.CompletionItem[] | vscode.CompletionList> {
    const [document, position] = args;
    const [text, offset] = [document.getText(), document.offsetAt(position)];
    if (isInRequest(text, offset)) return this.#inRequest(args);
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

  /** A test asks nobody, so it has no `${prompt:…}`. */
  async #inRequest(args: Arguments): Promise<vscode.CompletionItem[]> {
    const found = await this.#ofRequests.provideCompletionItems(...args);
    const items = Array.isArray(found) ? found : (found?.items ?? []);
    return items.filter(({ filterText }) => filterText !== "${prompt:}");
  }
}

type Arguments = Parameters<vscode.CompletionItemProvider["provideCompletionItems"]>;

/** Says what a check means. */
export const goldenFileHover: vscode.HoverProvider = {
  provideHover(document, position) {
    const found = goldenHover(document.getText(), document.offsetAt(position));
    if (!found) return undefined;
    const { offset, length } = found.place;
    const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
    const shown = new vscode.MarkdownString();
    // Word by word: VS Code makes spaces of a text that don't break, and a long line would leave the window.
    for (const word of found.text.split(" ")) shown.appendText(word).appendMarkdown(" ");
    return new vscode.Hover(shown, range);
  },
};
