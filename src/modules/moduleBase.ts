import type * as vscode from "vscode";
import type { DisposableStore } from "../base/disposable.ts";
import type { Log } from "../host/log.ts";
import type { SharedState } from "./sharedState.ts";

/** What every module needs. */
export interface ModuleBase {
  /** Disposed with the extension, the last addition first. */
  owned: DisposableStore;
  /** The state that all windows share. */
  shared: SharedState;
  /** VS Code's storage of this workspace. */
  window: vscode.Memento;
  log: Log;
  onError: (error: unknown) => void;
}
