import type { RunDocuments } from "./documents/runDocuments.ts";
import type { PanelSlots } from "./panelSlots.ts";
import type { RunPanels } from "./runPanels.ts";

export interface PanelServices {
  panels: RunPanels;
  panelSlots: PanelSlots;
  documents: RunDocuments;
}
