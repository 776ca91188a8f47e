import type { FileSource } from "../../api/contract.ts";
import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { BatchStore } from "../../runs/batches/batchStore.ts";
import type { RunCreator } from "../../runs/create/runCreator.ts";
import type { RequirementChecks } from "../../runs/requirements/requirementChecks.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { BatchPanels } from "../../views/batches/batchPanels.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { TextReports } from "../../views/documents/textReports.ts";
import type { ExportServices } from "../exports/exportCommands.ts";
import type { ReadConsent } from "../runFiles/readConsent.ts";

/** What choosing a batch needs. */
export interface BatchChoices {
  batches: BatchStore;
  connections: ConnectionStore;
}

/** What sending the lines of a batch, and looking for lost ones, needs. */
export interface BatchSending extends BatchChoices {
  sessions: RunsSessions;
  creator: RunCreator;
  fileFromPath: (path: string) => Promise<FileSource>;
  log: Log;
}

/** What the commands that send batches work with. */
export interface BatchCommands {
  sending: BatchSending;
  activeRuns: ActiveRuns;
  consent: ReadConsent;
  requirements: RequirementChecks;
  reports: TextReports;
  results: BatchPanels;
  /** The values that the person entered for prompts, by label. */
  prompts: Map<string, string>;
  /** Shows a batch's row, without the focus. */
  revealView: (viewId: string) => Promise<void>;
}

/** What the commands on the runs that a batch has created work with. */
export interface BatchRunsCommands extends BatchChoices, ExportServices {}
