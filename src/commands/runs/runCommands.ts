import type { FileSource } from "../../api/contract.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ComparePanels } from "../../views/compare/comparePanels.ts";
import type { CompareSelection } from "../../views/documents/compareSelection.ts";
import type { RunDocuments } from "../../views/documents/runDocuments.ts";
import type { TextReports } from "../../views/documents/textReports.ts";
import type { StartGuard } from "../create/startGuard.ts";
import type { StartServices } from "../create/startServices.ts";
import type { ReadConsent } from "../runFiles/readConsent.ts";
import type { LiveRunPlaces } from "./liveRun.ts";
import type { SelectedRuns } from "./runTargets.ts";

/** What the commands on runs work with. */
export interface RunCommands extends SelectedRuns {
  connections: ConnectionStore;
  sessions: RunsSessions;
  documents: RunDocuments;
  reports: TextReports;
  log: Log;
}

/** What comparing runs works with. */
export interface CompareCommands extends SelectedRuns {
  sessions: RunsSessions;
  documents: RunDocuments;
  compared: CompareSelection;
  comparisons: ComparePanels;
}

/** What running a run again works with. */
export interface RunAgainCommands extends LiveRunPlaces {
  starts: StartGuard;
  consent: ReadConsent;
  fileFromPath: (path: string) => Promise<FileSource>;
  starting: StartServices;
}
