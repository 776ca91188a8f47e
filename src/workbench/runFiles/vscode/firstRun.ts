import { basename } from "node:path";
import * as vscode from "vscode";
import { Owner } from "#base/disposable.ts";
import { Emitter } from "#base/emitter.ts";
import { commandIds } from "#host/commandIds.ts";
import { ranSampleFileKey } from "#host/ids.ts";
import { exportName, goldenEnding, isJsonName } from "#runFiles/fileNames.ts";
import type { ConnectionStore } from "#workbench/core/connections/connectionStore.ts";
import type { StartRow, StartRows } from "#workbench/explorer/vscode/topRows.ts";

/**
 * The row that starts a first run: a sample file in the sample app, until one was run in this workspace, and the open
 * JSON file in an app without runs.
 */
export class FirstRun extends Owner implements StartRows {
  readonly #changed = this.owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #connections: Pick<ConnectionStore, "get">;
  readonly #window: vscode.Memento;
  #open = openJson();

  constructor(connections: Pick<ConnectionStore, "get">, window: vscode.Memento) {
    super();
    this.#connections = connections;
    this.#window = window;
    this.owned.add(
      vscode.window.onDidChangeActiveTextEditor(() => {
        const open = openJson();
        if (String(open) === String(this.#open)) return;
        this.#open = open;
        this.#changed.fire();
      }),
    );
  }

  rowFor(connectionId: string, isEmpty: boolean): StartRow | undefined {
    const isSample = this.#connections.get(connectionId)?.sample === true;
    if (isSample && this.#window.get(ranSampleFileKey) !== true) {
      const command = { title: "Run a Sample File", command: commandIds.runSampleFile };
      return { label: command.title, description: "and see an agent at work", command };
    }
    if (!isEmpty || !this.#open) return undefined;
    const title = `Run ${basename(this.#open.path)}`;
    const command = { title, command: commandIds.runFile, arguments: [this.#open] };
    return { label: title, description: "the first run of this app", command };
  }

  /** The sample file was run: the row isn't needed any more. */
  async ran(): Promise<void> {
    await this.#window.update(ranSampleFileKey, true);
    this.#changed.fire();
  }
}

/** The JSON file in the editor in view, if it can be the input of a run. */
function openJson(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  if (!uri || (uri.scheme !== "file" && uri.scheme !== "untitled")) return undefined;
  const isOther = exportName.test(basename(uri.path)) || uri.path.endsWith(goldenEnding);
  return isJsonName(uri.path) && !isOther ? uri : undefined;
}
