/**
 * Exports: runs with all their events in a file, which opens without the app. `core/exportWriter.ts` writes one,
 * `core/exportFile.ts` reads it, and `core/exportedWatch.ts` is a run of a file as every view watches it.
 */
import type { Feature } from "../../core/feature.ts";
import { commandIds } from "../../host/ids.ts";
import type { App } from "../app.ts";
import type { ConversationPanelServices } from "../conversations/vscode/services.ts";
import { exportedRun, loadExportedRun } from "./vscode/exportFiles.ts";
import { exportRuns } from "./vscode/exportRuns.ts";
import { openExport } from "./vscode/openExport.ts";

export const exports: Feature<App, object, object, ConversationPanelServices> = {
  id: "exports",
  build({ panelSlots }) {
    panelSlots.files = {
      watch: exportedRun,
      read: async (file, runId) => (await loadExportedRun(file, runId)()).exported.run,
    };
    return {};
  },
  commands: { [commandIds.exportRuns]: exportRuns, [commandIds.openExport]: openExport },
};
