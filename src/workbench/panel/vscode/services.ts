import type { RunDocuments } from "./documents/runDocuments.ts";
import type { ExportFiles } from "./exportFiles.ts";
import type { RunPanels } from "./runPanels.ts";

export interface PanelServices {
  panels: RunPanels;
  documents: RunDocuments;
  exportFiles: ExportFiles;
}
