import type * as vscode from "vscode";
import * as z from "zod";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { ifReadable, readAs } from "../../../base/stored.ts";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { comparePanelType } from "../../../host/ids.ts";
import type { RunWatch } from "../../../runs/live/runWatcher.ts";
import type { RunsSessions } from "../../../runs/store/session.ts";
import { OpenPanels } from "../../panel/vscode/openPanels.ts";
import { comparePage } from "../../panel/vscode/pagePanel.ts";
import type { ComparedRun, ComparedRuns } from "../page/compareMessages.ts";
import { ComparePanel, type CompareServices } from "./comparePanel.ts";

export interface ComparePanelsOptions extends Pick<CompareServices, "openRun" | "copy" | "act"> {
  connections: ConnectionStore;
  sessions: RunsSessions;
  /** A run from a file, by the file's URI. */
  exportedRun: (file: string, runId: string) => RunWatch;
}

const runSchema = z.object({
  runId: z.string(),
  connectionId: z.string(),
  file: ifReadable(z.string()),
  name: ifReadable(z.string()),
  why: ifReadable(z.string()),
});
const memorySchema = z.object({ a: runSchema, b: runSchema });

/** The open comparisons: one for each pair of runs, shown again when it is opened again, restored after a reload. */
export class ComparePanels implements Disposable {
  readonly #panels: OpenPanels<ComparedRuns, ComparePanel>;
  readonly #disposables = new DisposableStore();

  constructor(extensionUri: vscode.Uri, options: ComparePanelsOptions) {
    const { connections, sessions, exportedRun, ...services } = options;
    const all: CompareServices = {
      watch: ({ connectionId, runId, file }) =>
        file === undefined ? sessions.get(connectionId).watcher.watch(runId) : exportedRun(file, runId),
      connection: ({ connectionId }) => {
        const connection = connections.get(connectionId);
        return {
          name: connection?.name ?? "A removed connection",
          production: connection?.production !== undefined,
          titlePath: connection?.titlePath,
        };
      },
      ...services,
    };
    this.#panels = this.#disposables.add(
      new OpenPanels(extensionUri, {
        type: comparePanelType,
        page: comparePage,
        icon: () => "comparison.svg",
        read: (state) => readAs(memorySchema, state),
        make: (webview, html, runs) => new ComparePanel(webview, html, runs, all),
      }),
    );
    this.#disposables.add(
      connections.onDidChange(({ client }) => {
        for (const panel of this.#panels) {
          const { a, b } = panel.runs;
          if (client !== undefined && [a, b].some((run) => run.connectionId === client)) panel.connect();
          else panel.updateConnection();
        }
      }),
    );
  }

  get active(): ComparedRuns | undefined {
    return this.#panels.find(({ isActive }) => isActive)?.runs;
  }

  open(runs: ComparedRuns): void {
    const known = this.#panels.find((panel) => pairKey(panel.runs) === pairKey(runs));
    if (!known) {
      this.#panels.create(runs);
      return;
    }
    known.reveal();
    known.show(runs);
  }

  /** Restores a panel after a window reload. A panel that doesn't name its runs is closed. */
  restore(webview: vscode.WebviewPanel, state: unknown): void {
    const panel = this.#panels.restore(webview, state);
    panel?.show(panel.runs);
  }

  dispose(): void {
    this.#disposables.dispose();
  }
}

/** The same for two runs, whichever of them is A. */
function pairKey({ a, b }: ComparedRuns): string {
  return [a, b].map(placeKey).sort().join(" ");
}

function placeKey({ connectionId, runId, file }: ComparedRun): string {
  return JSON.stringify([file ?? connectionId, runId]);
}
