import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { commandIds } from "#host/commandIds.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import { FileProblems } from "./fileProblems.ts";
import { completionTriggers, RunFileCompletion } from "./runFileCompletion.ts";
import { runFileLinks } from "./runFileLinks.ts";
import { runFileProblems } from "./runFileProblems.ts";
import { runFileSelector } from "./runFileSelector.ts";

/** The features of the editor for run files, in addition to their JSON schemas. */
export function showInRunFiles(connections: ConnectionStore): Disposable {
  const owned = new DisposableStore();
  const { languages } = vscode;
  owned.add(languages.registerCodeLensProvider(runFileSelector, owned.add(new RunFileLenses())));
  const completion = new RunFileCompletion(connections);
  owned.add(languages.registerCompletionItemProvider(runFileSelector, completion, ...completionTriggers));
  owned.add(new FileProblems(runFileProblems(connections), connections));
  owned.add(languages.registerDocumentLinkProvider(runFileSelector, runFileLinks));
  return owned;
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
      lens(commandIds.runFile, "$(play)\u00a0Run", "Start a run with this file, in the mode that it sets"),
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
