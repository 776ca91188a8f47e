import { dirname } from "node:path";
import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../base/disposable.ts";

/** Fires when one of these files is created, changed or deleted. */
export class AttachmentWatch implements Disposable {
  readonly #paths: readonly string[];
  readonly #disposables = new DisposableStore();

  constructor(paths: readonly string[], onChange: () => void) {
    this.#paths = paths;
    const onEvent = ({ fsPath }: vscode.Uri): void => {
      if (paths.includes(fsPath)) onChange();
    };
    for (const folder of new Set(paths.map((path) => dirname(path)))) {
      const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), "*");
      const watcher = this.#disposables.add(vscode.workspace.createFileSystemWatcher(pattern));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
        this.#disposables.add(event(onEvent));
    }
  }

  isOf(paths: readonly string[]): boolean {
    return paths.join("\0") === this.#paths.join("\0");
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}
