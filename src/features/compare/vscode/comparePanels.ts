import type * as vscode from "vscode";
import type { ConnectionStore } from "../../../connections/connectionStore.ts";
import { OpenPanels } from "../../../host/pages/openPanels.ts";
import type { RunWatch } from "../../../runs/live/runWatcher.ts";
import type { RunsSessions } from "../../../runs/store/runsSession.ts";
import type { RunPanels } from "../../panel/vscode/runPanels.ts";
import type { RunPanelServices } from "../../panel/vscode/runPanelServices.ts";
import type { ComparedRun, ComparedRuns, ComparePageMessage } from "../page/messages.ts";
import { comparePage } from "./comparePage.ts";
import { ComparePanel, type CompareServices } from "./comparePanel.ts";

export interface ComparePanelsOptions extends Pick<CompareServices, "openRun" | "copy" | "act"> {
  connections: ConnectionStore;
  sessions: RunsSessions;
  /** A run from a file, by the file's URI. */
  exportedRun: (file: string, runId: string) => RunWatch;
}

/** The open comparisons: one for each pair of runs, shown again when it is opened again, restored after a reload. */
export class ComparePanels extends OpenPanels<ComparedRuns, ComparePageMessage, ComparePanel> {
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
    super(extensionUri, {
      page: comparePage,
      make: (shown) => new ComparePanel(shown, all),
      connections,
      // The same for two runs, whichever of them is A.
      key: ({ a, b }) => [a, b].map(placeKey).sort().join(" "),
    });
  }

  get active(): ComparedRuns | undefined {
    return this.activePanel?.memory;
  }

  open(runs: ComparedRuns): void {
    this.show(runs).show(runs);
  }
}

function placeKey({ connectionId, runId, file }: ComparedRun): string {
  return JSON.stringify([file ?? connectionId, runId]);
}

/** What the buttons of a comparison do, outside its panel. @param act does what the buttons of a run's panel do */
export function compareActions(
  panels: Pick<RunPanels, "open">,
  act: RunPanelServices["act"],
): Pick<CompareServices, "openRun" | "copy" | "act"> {
  return {
    openRun: (run, sequence) => panels.open(run, sequence === undefined ? {} : { sequence }),
    copy: (text) => act({ type: "copy", text }, { connectionId: "", runId: "" }),
    act: (action, run) => act({ type: "action", action }, run),
  };
}
