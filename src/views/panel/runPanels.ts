import * as vscode from "vscode";
import * as z from "zod";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { Emitter } from "../../base/emitter.ts";
import { ifReadable, readAs, withoutUndefined } from "../../base/stored.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import { runPanelType } from "../../host/ids.ts";
import type { PanelMemory } from "../../protocol/messages.ts";
import type { RunWatch } from "../../runs/live/runWatcher.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ShownRun } from "../commandStates.ts";
import type { CompareSelection } from "../documents/compareSelection.ts";
import { OpenPanels } from "./openPanels.ts";
import { runPage } from "./pagePanel.ts";
import type { RunPanelServices } from "./panelServices.ts";
import { RunPanel } from "./runPanel.ts";

export interface RunPanelsOptions extends Pick<RunPanelServices, "act" | "use" | "saveFile" | "answers" | "golden"> {
  connections: ConnectionStore;
  sessions: RunsSessions;
  /** A run from a file, by the file's URI. */
  exportedRun: (file: string, runId: string) => RunWatch;
  compared: CompareSelection;
}

const memorySchema = z
  .object({ runId: z.string(), connectionId: z.string(), file: ifReadable(z.string()) })
  .transform(withoutUndefined);

/** The open run panels: one for each run, shown again when the run is opened again, restored after a window reload. */
export class RunPanels implements Disposable {
  readonly #panels: OpenPanels<PanelMemory, RunPanel>;
  readonly #disposables = new DisposableStore();
  readonly #connections: ConnectionStore;
  readonly #changed = this.#disposables.add(new Emitter<void>());
  /** Fires when another panel may have the focus, or its run has changed. */
  readonly onDidChange = this.#changed.event;

  constructor(extensionUri: vscode.Uri, options: RunPanelsOptions) {
    const { connections, sessions, exportedRun, compared, ...services } = options;
    this.#connections = connections;
    const all: RunPanelServices = {
      onLook: () => this.#changed.fire(),
      watch: ({ connectionId, runId, file }) =>
        file === undefined ? sessions.get(connectionId).watcher.watch(runId) : exportedRun(file, runId),
      connection: (memory) => {
        const connection = connections.get(memory.connectionId);
        return {
          name: connection?.name ?? "A removed connection",
          production: connection?.production !== undefined,
          exists: connection !== undefined,
          trusted: vscode.workspace.isTrusted,
          canCompare: compared.canCompare(memory),
          byAgent: connection !== undefined && sessions.get(connection.id).store.isByAgent(memory.runId),
          titlePath: connection?.titlePath,
        };
      },
      ...services,
    };
    this.#panels = this.#disposables.add(
      new OpenPanels(extensionUri, {
        type: runPanelType,
        page: runPage,
        icon: ({ file }) => (file === undefined ? "run.svg" : "exportedRun.svg"),
        read: (state) => readAs(memorySchema, state),
        make: (webview, html, memory) => new RunPanel(webview, html, memory, all),
      }),
    );
    const updateAll = (): void => {
      for (const panel of this.#panels) panel.updateConnection();
    };
    this.#disposables.add(compared.onDidChange(updateAll));
    this.#disposables.add(vscode.workspace.onDidGrantWorkspaceTrust(updateAll));
    this.#disposables.add(
      connections.onDidChange(({ client }) => {
        for (const panel of this.#panels) {
          if (panel.memory.connectionId === client) panel.connect();
          else panel.updateConnection();
        }
      }),
    );
  }

  /** The run of the panel that has the focus. */
  get active(): PanelMemory | undefined {
    return this.#active?.memory;
  }

  /** The run of the panel that has the focus, in the version that was read last. */
  get activeRun(): ShownRun | undefined {
    const panel = this.#active;
    if (!panel) return undefined;
    const { connectionId, file } = panel.memory;
    const isKnown = this.#connections.get(connectionId) !== undefined;
    return { run: panel.run, source: file !== undefined ? "exported" : isKnown ? "app" : "removed" };
  }

  get #active(): RunPanel | undefined {
    return this.#panels.find(({ isActive }) => isActive);
  }

  /** Whether a run's panel is visible. */
  isInSight(memory: PanelMemory): boolean {
    return this.#panelOf(memory)?.isVisible ?? false;
  }

  /** @param options.sequence of the event whose step is to be shown in the story */
  open(memory: PanelMemory, options: { preserveFocus?: boolean; sequence?: number } = {}): void {
    const { preserveFocus = false, sequence } = options;
    const known = this.#panelOf(memory);
    if (known) {
      known.reveal(preserveFocus);
      if (sequence !== undefined) known.goTo(sequence);
      return;
    }
    const panel = this.#show(this.#panels.create(memory, preserveFocus));
    if (sequence !== undefined) panel.goTo(sequence);
  }

  /** Restores a panel after a window reload. A panel that doesn't name its run is closed. */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    const panel = this.#panels.restore(webview, state);
    if (panel) this.#show(panel);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #panelOf(memory: PanelMemory): RunPanel | undefined {
    return this.#panels.find((panel) => key(panel.memory) === key(memory));
  }

  #show(panel: RunPanel): RunPanel {
    this.#changed.fire();
    panel.onDidDispose(() => this.#changed.fire());
    return panel;
  }
}

function key({ connectionId, runId, file }: PanelMemory): string {
  return `${file ?? connectionId}/${runId}`;
}
