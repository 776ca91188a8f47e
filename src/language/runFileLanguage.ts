import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../base/disposable.ts";
import type { ConnectionStore } from "../connections/connectionStore.ts";
import { completionTriggers, RequestCompletion } from "./runFileCompletion.ts";
import { requestFileSelector } from "./runFileSelector.ts";
import { RequestLenses } from "./runFileLenses.ts";
import { RequestProblems } from "./runFileProblems.ts";

/** What the editor shows in run request files, beside what their JSON schema gives. */
export function showInRequestFiles(connections: ConnectionStore, onError: (error: unknown) => void): Disposable {
  const owned = new DisposableStore();
  const { languages } = vscode;
  owned.add(languages.registerCodeLensProvider(requestFileSelector, owned.add(new RequestLenses())));
  const completion = new RequestCompletion(connections);
  owned.add(languages.registerCompletionItemProvider(requestFileSelector, completion, ...completionTriggers));
  owned.add(new RequestProblems(connections, onError));
  return owned;
}
