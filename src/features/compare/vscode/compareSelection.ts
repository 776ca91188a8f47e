import * as vscode from "vscode";
import type { Disposable } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import type { RunRef } from "#workbench/panel/vscode/runPoints.ts";

/** In milliseconds. */
const messageTime = 5000;

/** The run that was selected for comparison, as long as the window lives. */
export class CompareSelection implements Disposable {
  readonly #changed = new Emitter<void>();
  #selected: RunRef | undefined;
  #message: Disposable | undefined;
  readonly onDidChange = this.#changed.event;

  get selected(): RunRef | undefined {
    return this.#selected;
  }

  /** @param name its name in the status bar, until it was compared */
  select(ref: RunRef, name: string): void {
    this.#selected = ref;
    this.#message?.dispose();
    this.#message = vscode.window.setStatusBarMessage(
      `$(compare-changes) ${name} is selected for comparison`,
      messageTime,
    );
    this.#changed.fire();
  }

  /** Whether a run can be compared with the selected one: there is one, and it is another run. */
  canCompare({ connectionId, runId, file }: RunRef): boolean {
    const other = this.#selected;
    return other !== undefined && (other.runId !== runId || other.connectionId !== connectionId || other.file !== file);
  }

  /** Removes the status bar item after a comparison. Another run can still be compared with the selected one. */
  compared(): void {
    this.#message?.dispose();
  }

  dispose(): void {
    this.#message?.dispose();
    this.#changed.dispose();
  }
}
