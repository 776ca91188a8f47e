import type { RunDocuments } from "./documents/runDocuments.ts";
import type { PanelSlots } from "./panelSlots.ts";
import type { RunPanels } from "./runPanels.ts";

/** What it offers to its commands and to the features below it. */
export interface PanelServices {
  panels: RunPanels;
  /** What other features show in a run's panel. */
  panelSlots: PanelSlots;
  /** Runs as read-only documents. */
  documents: RunDocuments;
}
