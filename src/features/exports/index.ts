/**
 * Exports: runs with all their events in a file, which opens without the app. `src/runs/exports` has the format; the
 * panel shows runs from files, and `vscode/` writes and opens them.
 */

import type { CommandsOf } from "#host/contributions/contributes.ts";
import type { App } from "#workbench/app.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { own } from "./contributes.ts";
import { exportRuns, writeRuns } from "./vscode/exportRuns.ts";
import { openExport } from "./vscode/openExport.ts";
import type { ExportServices } from "./vscode/services.ts";

export const exports: Feature<App, ExportServices, CommandsOf<typeof own>> = {
  id: "exports",
  build: (app) => ({ writeRuns: (targets, path) => writeRuns(app, targets, path) }),
  commands: { exportRuns, openExport: openExport },
};
