/**
 * Exports: runs with all their events in a file, which opens without the app. `src/runs/exports` has the format; the
 * panel shows runs from files and writes them (`exportFiles.ts`, `writeRuns.ts`), and `vscode/` asks which and where.
 */

import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import { adds } from "#workbench/core/points.ts";
import { conversationActs } from "#workbench/explorer/vscode/sessionTarget.ts";
import { runActs, runExports } from "#workbench/panel/vscode/runPoints.ts";
import type { contributions } from "./contributes.ts";
import { exportConversation, exportRun } from "./vscode/exportActs.ts";
import { exportRuns } from "./vscode/exportRuns.ts";
import { openExport } from "./vscode/openExport.ts";

export const exports: Feature<App, object, CommandsOf<typeof contributions>> = {
  id: "exports",
  build: () => ({}),
  adds: [
    adds(runActs, () => exportRun),
    adds(conversationActs, () => exportConversation),
    adds(runExports, (app) => ({
      write: (targets, second) => exportRuns(app, targets, second),
      open: (file) => openExport(app, file, undefined),
    })),
  ],
  commands: { exportRuns, openExport },
};
