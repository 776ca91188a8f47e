import type * as vscode from "vscode";
import type { DisposableStore } from "../base/disposable.ts";
import type { Log } from "../host/log.ts";
import type { SharedState } from "./sharedState.ts";

/** What every module is built on. */
export interface ModuleBase {
  /** Ends with the extension, and with it what modules add to it, the last first. */
  owned: DisposableStore;
  /** What all windows share. */
  shared: SharedState;
  /** What VS Code keeps of this workspace. */
  window: vscode.Memento;
  log: Log;
  onError: (error: unknown) => void;
}
