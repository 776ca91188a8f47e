import type { ComparedRun, ComparedRuns, ComparePageMessage } from "#features/compare/page/messages.ts";
import { OpenPanels, type PanelHome } from "#host/pages/openPanels.ts";
import type { App } from "#workbench/app.ts";
import { comparePage } from "./comparePage.ts";
import { ComparePanel } from "./comparePanel.ts";

/** The open comparisons: one for each pair of runs, shown again when it is opened again, restored after a reload. */
export class ComparePanels extends OpenPanels<ComparedRuns, ComparePageMessage, ComparePanel> {
  constructor(extension: PanelHome, app: Pick<App, "connections" | "panels" | "sessions">) {
    super(extension, {
      page: comparePage,
      make: (shown) => new ComparePanel(shown, app),
      connections: app.connections,
      // The same for two runs, whichever of them is A.
      panelKey: ({ a, b }) => [a, b].map(comparedRunKey).sort().join(" "),
    });
  }

  open(runs: ComparedRuns): void {
    this.show(runs).show(runs);
  }
}

function comparedRunKey({ connectionId, runId, file }: ComparedRun): string {
  return JSON.stringify([file ?? connectionId, runId]);
}
