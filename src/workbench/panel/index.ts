/**
 * The panel of a run: header, story, timeline, events, input and output. `vscode/shownRun.ts` follows one run and makes
 * view models of it, `page/` draws them. What features show in it they add to the points of `runPoints.ts`; the panel
 * knows no feature.
 */

import { panelRun, panelRunParts } from "#host/contextKeys.ts";
import { runPanelType } from "#host/ids.ts";
import { attachmentsOf } from "#runs/create/sentFiles.ts";
import type { ConnectionServices } from "#workbench/connections/vscode/services.ts";
import { actViews } from "#workbench/core/acts.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import type { Core } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { InputRequestServices } from "#workbench/inputRequests/vscode/services.ts";
import { RunDocuments } from "./vscode/documents/runDocuments.ts";
import { ExportFiles, exportForms } from "./vscode/exportFiles.ts";
import { panelActions } from "./vscode/panelActions.ts";
import { panelRunKeys } from "./vscode/panelRunKeys.ts";
import { RunPanels, type RunPanelsOptions } from "./vscode/runPanels.ts";
import { runActs, runExports, runNotes, runSources, sessionActs } from "./vscode/runPoints.ts";
import type { PanelServices } from "./vscode/services.ts";

export const panel: Feature<Core & ConnectionServices & InputRequestServices, PanelServices> = {
  id: "panel",
  build({ extension, owned, connections, sessions, answers, started, reports, uploads, points }) {
    const exportFiles = new ExportFiles(() => points.of(exportForms));
    const documents = new RunDocuments(sessions, exportFiles);
    owned.add(documents.register());
    owned.add(
      connections.onDidChange(({ client }) => {
        if (client !== undefined && connections.get(client)) documents.reconnect(client);
      }),
    );
    const attachments: RunPanelsOptions["attachments"] = async ({ connectionId, runId, file }) => {
      const sent = file === undefined ? started.sentWith(connectionId, runId) : undefined;
      return sent ? attachmentsOf(sent, (id) => uploads.list(connectionId).find((upload) => upload.id === id)) : [];
    };
    const ofRuns = {
      connections,
      sessions,
      exportFiles,
      answers,
      notes: () => points.of(runNotes),
      sources: () => points.of(runSources),
      attachments,
    };
    const actions = panelActions(documents, reports, points);
    const offers: RunPanelsOptions["offers"] = (memory) => ({
      opensExports: points.of(runExports).length > 0,
      acts: actViews(points.of(runActs), memory),
      sessionActs: actViews(points.of(sessionActs), memory),
    });
    const panels = owned.add(new RunPanels(extension, { ...ofRuns, ...actions, offers }));
    owned.add(keepContextKeys([panels], { panelRun, panelRunParts }, () => panelRunKeys(panels.activeRun)));
    return { panels, documents, exportFiles };
  },
  panels: { [runPanelType]: ({ panels }) => panels },
};
