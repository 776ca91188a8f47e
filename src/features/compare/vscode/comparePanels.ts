import type * as vscode from "vscode";
import { OpenPanels } from "../../../host/pages/openPanels.ts";
import type { App } from "../../app.ts";
import { exportedRun } from "../../panel/vscode/exportFiles.ts";
import type { ComparedRun, ComparedRuns, ComparePageMessage } from "../page/messages.ts";
import { comparePage } from "./comparePage.ts";
import { ComparePanel, type CompareServices } from "./comparePanel.ts";

/** The open comparisons: one for each pair of runs, shown again when it is opened again, restored after a reload. */
export class ComparePanels extends OpenPanels<ComparedRuns, ComparePageMessage, ComparePanel> {
  constructor(
    extensionUri: vscode.Uri,
    { connections, sessions, panels }: Pick<App, "connections" | "panels" | "sessions">,
  ) {
    const services: CompareServices = {
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
      openRun: (run, sequence) => panels.open(run, sequence === undefined ? {} : { sequence }),
      copy: (text) => panels.services.act({ type: "copy", text }, { connectionId: "", runId: "" }),
      act: (action, run) => panels.services.act({ type: "action", action }, run),
    };
    super(extensionUri, {
      page: comparePage,
      make: (shown) => new ComparePanel(shown, services),
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
