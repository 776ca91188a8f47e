import * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "../base/disposable.ts";
import type { ConnectionStore } from "./connectionStore.ts";

const interval = 3_000;

/**
 * VS Code brings what another window has written, a moment later, and tells nobody: this one looks when the person comes
 * back to it and, for what was still on its way then, now and again while they are there.
 */
export function followOtherWindows(connections: ConnectionStore): Disposable {
  const owned = new DisposableStore();
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && connections.reread()));
  const clock = setInterval(() => vscode.window.state.focused && connections.reread(), interval);
  owned.add(toDisposable(() => clearInterval(clock)));
  return owned;
}
