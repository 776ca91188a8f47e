import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { RunCreator } from "../../runs/create/runCreator.ts";
import type { AnswerService } from "../../runs/inputRequests/answerService.ts";
import type { RunWatch } from "../../runs/live/watchTypes.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { ComparePanels } from "../../views/compare/comparePanels.ts";
import type { ActiveRuns } from "../../views/connections/activeRuns.ts";
import type { GoldenTests } from "../../views/golden/goldenTests.ts";
import type { RunPanels } from "../../views/panel/runPanels.ts";
import type { RequirementServices } from "../create/startServices.ts";
import type { ExportServices } from "../exports/exportCommands.ts";
import type { FillServices } from "../runFiles/runFileCommands.ts";
import type { RunPlaces } from "../runs/runTarget.ts";

/** What running golden tests needs. */
export interface GoldenSuiteServices extends Pick<FillServices, "consent">, RequirementServices {
  connections: ConnectionStore;
  activeRuns: ActiveRuns;
  sessions: RunsSessions;
  creator: RunCreator;
  answers: AnswerService;
  /** Reads a run of an export, by the export's URI. */
  exportedRun: (file: string, runId: string) => RunWatch;
}

/** What keeping a run as golden test works with. */
export interface KeepGoldenCommands extends ExportServices, RunPlaces {
  creator: RunCreator;
  /** Reads a run of an export, by the export's URI. */
  exportedRun: (file: string, runId: string) => RunWatch;
}

/** What the commands about golden tests in the Test Explorer work with. */
export interface GoldenResultCommands {
  goldenTests: () => GoldenTests;
  sessions: RunsSessions;
  panels: RunPanels;
  comparisons: ComparePanels;
  log: Log;
}
