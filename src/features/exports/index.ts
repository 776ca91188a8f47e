/**
 * Exports: runs with all their events in a file, which opens without the app. `src/runs/exports` has the format; the
 * panel shows runs from files, and `vscode/` writes and opens them.
 */
import type { Feature } from "../../core/feature.ts";
import { commandIds } from "../../host/ids.ts";
import type { App } from "../app.ts";
import { exportRuns, writeRuns } from "./vscode/exportRuns.ts";
import { openExport } from "./vscode/openExport.ts";
import type { ExportServices } from "./vscode/services.ts";

export const exports: Feature<App, ExportServices> = {
  id: "exports",
  build: (app) => ({ writeRuns: (targets, path) => writeRuns(app, targets, path) }),
  commands: { [commandIds.exportRuns]: exportRuns, [commandIds.openExport]: openExport },
};
