import * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "../base/disposable.ts";
import type { StateFolder } from "../storage/stateFolder.ts";

const interval = 3_000;

/**
 * The system reports what another window has written, but not on every disk. So this window also reads the files when
 * it gets the focus, and from time to time while it has it.
 */
export function followOtherWindows(shared: StateFolder, onError: (error: unknown) => void): Disposable {
  const owned = new DisposableStore();
  const look = (): void => void shared.refresh().catch(onError);
  shared.watch();
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && look()));
  const clock = setInterval(() => vscode.window.state.focused && look(), interval);
  owned.add(toDisposable(() => clearInterval(clock)));
  return owned;
}
