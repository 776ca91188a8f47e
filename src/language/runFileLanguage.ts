import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../base/disposable.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import { FileProblems } from "./fileProblems.ts";
import { GoldenFileCompletion, goldenFileHover } from "./goldenFileEditor.ts";
import { goldenFileProblems } from "./goldenFileProblems.ts";
import { goldenFileSelector } from "./goldenFileSelector.ts";
import { completionTriggers, RunFileCompletion } from "./runFileCompletion.ts";
import { RunFileLenses } from "./runFileLenses.ts";
import { runFileProblems } from "./runFileProblems.ts";
import { runFileSelector } from "./runFileSelector.ts";

/** The features of the editor for run files and golden files, in addition to their JSON schemas. */
export function showInRunFiles(connections: ConnectionStore, onError: (error: unknown) => void): Disposable {
  const owned = new DisposableStore();
  const { languages } = vscode;
  owned.add(languages.registerCodeLensProvider(runFileSelector, owned.add(new RunFileLenses())));
  const completion = new RunFileCompletion(connections);
  owned.add(languages.registerCompletionItemProvider(runFileSelector, completion, ...completionTriggers));
  const goldenCompletion = new GoldenFileCompletion(completion);
  owned.add(languages.registerCompletionItemProvider(goldenFileSelector, goldenCompletion, ...completionTriggers));
  owned.add(languages.registerHoverProvider(goldenFileSelector, goldenFileHover));
  const kinds = [runFileProblems({ list: () => connections.list }), goldenFileProblems];
  owned.add(new FileProblems(kinds, connections, onError));
  return owned;
}
