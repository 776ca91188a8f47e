import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { LoadExportedRun } from "../../runs/exports/exportedWatch.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ComparePanels } from "../../views/compare/comparePanels.ts";
import type { SelectedRuns } from "../runs/runTargets.ts";

/** What copying runs for people and models works with. */
export interface CopyCommands extends SelectedRuns {
  connections: ConnectionStore;
  sessions: RunsSessions;
  comparisons: ComparePanels;
  /** Reads a run from an export, by the export's URI. */
  loadExportedRun: (file: string, runId: string) => LoadExportedRun;
}
