import * as vscode from "vscode";
import type { Disposable } from "../base/disposable.ts";
import { Emitter } from "../base/emitter.ts";
import { contextKeys } from "../host/ids.ts";
import type { RunPlace } from "./runDocuments.ts";

/** The run that was selected to be compared with another one, as long as the window lives. */
export class CompareSelection implements Disposable {
  readonly #changed = new Emitter<void>();
  #selected: RunPlace | undefined;
  readonly onDidChange = this.#changed.event;

  get selected(): RunPlace | undefined {
    return this.#selected;
  }

  async select(place: RunPlace): Promise<void> {
    this.#selected = place;
    await vscode.commands.executeCommand("setContext", contextKeys.compareSelected, true);
    this.#changed.fire();
  }

  /** Whether a run can be compared with the selected one: there is one, and it is another. */
  canCompare({ connectionId, runId, file }: RunPlace): boolean {
    const other = this.#selected;
    return other !== undefined && (other.runId !== runId || other.connectionId !== connectionId || other.file !== file);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
