import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../base/disposable.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import { completionTriggers, RunFileCompletion } from "./runFileCompletion.ts";
import { RunFileLenses } from "./runFileLenses.ts";
import { RunFileProblems } from "./runFileProblems.ts";
import { runFileSelector } from "./runFileSelector.ts";

/** The features of the editor for run files, in addition to the JSON schema. */
export function showInRunFiles(connections: ConnectionStore, onError: (error: unknown) => void): Disposable {
  const owned = new DisposableStore();
  const { languages } = vscode;
  owned.add(languages.registerCodeLensProvider(runFileSelector, owned.add(new RunFileLenses())));
  const completion = new RunFileCompletion(connections);
  owned.add(languages.registerCompletionItemProvider(runFileSelector, completion, ...completionTriggers));
  owned.add(new RunFileProblems(connections, onError));
  return owned;
}
