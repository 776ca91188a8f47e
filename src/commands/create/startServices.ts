import type { ConnectionStore } from "../../connections/connectionStore.ts";
import type { Log } from "../../host/log.ts";
import type { RunCreator } from "../../runs/create/runCreator.ts";
import type { RequirementChecks } from "../../runs/requirements/requirementChecks.ts";
import type { RunsSessions } from "../../runs/store/session.ts";
import type { RunPanels } from "../../views/panel/runPanels.ts";
import type { OutputSaver } from "../runFiles/outputSaver.ts";

/** What asking about the accounts of a run's user needs. */
export interface RequirementServices {
  requirements: RequirementChecks;
  log: Log;
}

/** What starting a run for a person needs: to ask, to send, to show it, and to find it when its response was lost. */
export interface StartServices extends RequirementServices {
  connections: ConnectionStore;
  sessions: RunsSessions;
  creator: RunCreator;
  /** Writes the outputs that run files ask for. */
  outputs: OutputSaver;
  panels: RunPanels;
}
