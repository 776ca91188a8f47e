import { basename } from "node:path";
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { commandIds } from "../../../host/ids.ts";
import { runFilePath } from "../../../host/runFilePlace.ts";
import type { RunFileProblem } from "../../../runFiles/errors.ts";
import { goldenHover, goldenNames, isInRequest } from "../../golden/core/file/goldenEditing.ts";
import { parseGoldenFile } from "../../golden/core/file/goldenFile.ts";
import { parsedRequests } from "../../golden/core/file/goldenTypes.ts";
import { goldenFileSelector, isGoldenFile } from "../../golden/vscode/goldenFileSelector.ts";
import { type CheckedFile, type CheckedFiles, FileProblems } from "./fileProblems.ts";
import { completionTriggers, RunFileCompletion } from "./runFileCompletion.ts";
import { attachmentsOf, missingAttachments, runFileProblems } from "./runFileProblems.ts";
import { runFileSelector } from "./runFileSelector.ts";

/** The features of the editor for run files and golden files, in addition to their JSON schemas. */
export function showInRunFiles(connections: ConnectionStore): Disposable {
  const owned = new DisposableStore();
  const { languages } = vscode;
  owned.add(languages.registerCodeLensProvider(runFileSelector, owned.add(new RunFileLenses())));
  const completion = new RunFileCompletion(connections);
  owned.add(languages.registerCompletionItemProvider(runFileSelector, completion, ...completionTriggers));
  const goldenCompletion = new GoldenFileCompletion(completion);
  owned.add(languages.registerCompletionItemProvider(goldenFileSelector, goldenCompletion, ...completionTriggers));
  owned.add(languages.registerHoverProvider(goldenFileSelector, goldenFileHover));
  const kinds = [runFileProblems({ list: () => connections.list }), goldenFileProblems];
  owned.add(new FileProblems(kinds, connections));
  return owned;
}

/** Completes tools and paths of the output in checks, and leaves requests to the completion of run files. */
class GoldenFileCompletion implements vscode.CompletionItemProvider {
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
const goldenFileHover: vscode.HoverProvider = {
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

/** Why the tests of an open golden file can't run. */
const goldenFileProblems: CheckedFiles = { includes: isGoldenFile, check };

function check(document: vscode.TextDocument): CheckedFile {
  const path = runFilePath(document.uri);
  const { problems, tests } = parseGoldenFile(document.getText(), basename(document.uri.path));
  const requests = tests.flatMap(parsedRequests);
  const find = async (): Promise<RunFileProblem[]> => {
    const missing = await Promise.all(requests.map((parsed) => missingAttachments(parsed, path)));
    return [...problems, ...missing.flat()];
  };
  return { attachments: requests.flatMap((parsed) => attachmentsOf(parsed, path)), problems: find() };
}

/** The actions above a run file's first line. In an untrusted workspace there are none. */
class RunFileLenses implements vscode.CodeLensProvider, Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #trust = vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire());
  readonly onDidChangeCodeLenses = this.#changed.event;

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    if (!vscode.workspace.isTrusted) return [];
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (command: string, title: string, tooltip: string): vscode.CodeLens =>
      new vscode.CodeLens(top, { command, title, tooltip, arguments: [uri] });
    return [
      lens(commandIds.runFile, "$(play)\u00a0Run", "Start a run with this file, in its mode"),
      lens(commandIds.runFileInBackground, "Run in Background", "Start a run with this file in the background"),
      lens(
        commandIds.copyAsCurl,
        "Copy Run as cURL",
        "Copy the HTTP request as a shell command, without the access key",
      ),
    ];
  }

  dispose(): void {
    this.#trust.dispose();
    this.#changed.dispose();
  }
}
