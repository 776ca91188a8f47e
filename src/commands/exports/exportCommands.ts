import type * as vscode from "vscode";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { ExportFile } from "../../runs/exports/exportFile.ts";
import type { ExportRequest, ExportResult } from "../../runs/exports/exportWriter.ts";
import type { ReportServices } from "../runs/failureReport.ts";
import type { SelectedRuns } from "../runs/runTargets.ts";

/** What writing runs into a file needs. */
export interface ExportServices extends ReportServices {
  connections: ConnectionStore;
  writeExport: (request: ExportRequest) => Promise<ExportResult>;
}

/** What the commands about files with runs work with. */
export interface ExportCommands extends ExportServices, SelectedRuns {
  /** @throws ExportFileError that names the file and the place */
  readExport: (uri: vscode.Uri) => Promise<ExportFile>;
}
