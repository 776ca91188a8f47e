import { fileFromPath } from "../api/upload/files.ts";
import type { BatchSending } from "../commands/batches/batchCommands.ts";
import { journalPlace } from "../commands/create/journalPlace.ts";
import { StartGuard } from "../commands/create/startGuard.ts";
import type { StartServices } from "../commands/create/startServices.ts";
import { OutputSaver } from "../commands/runFiles/outputSaver.ts";
import { showError } from "../host/errors/showError.ts";
import { CreateJournal } from "../runs/create/createJournal.ts";
import { RunCreator } from "../runs/create/runCreator.ts";
import { SentRuns } from "../runs/create/sentRuns.ts";
import { RequirementChecks } from "../runs/requirements/requirementChecks.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { PanelModule } from "./panelModule.ts";
import type { SessionsModule } from "./sessionsModule.ts";
import type { UploadsModule } from "./uploadsModule.ts";

export interface CreateModule {
  /** Prevents that a run is started twice at once. */
  starts: StartGuard;
  /** What starting a single run needs. */
  starting: StartServices;
  /** What sending the lines of a batch needs. */
  sending: BatchSending;
}

/** Starts runs: single ones, and the lines of batches. */
export function createModule(
  { owned, shared, window, log, onError }: ModuleBase,
  { connections }: ConnectionsModule,
  { batches, sessions }: SessionsModule,
  { panels }: PanelModule,
  { attachments }: UploadsModule,
): CreateModule {
  const onShownError = (error: unknown): void => showError(error, onError);
  const outputs = owned.add(
    new OutputSaver({ window, connections, sessions, onError: onShownError, onQuietError: onError }),
  );
  const starts = new StartGuard(onShownError);
  const creator = new RunCreator({
    attachments,
    journal: new CreateJournal(journalPlace(window)),
    sentRuns: new SentRuns(shared.sent),
    addressOf: (id) => connections.get(id)?.baseUrl,
    onError: onShownError,
  });
  const requirements = new RequirementChecks();
  return {
    starts,
    starting: { connections, sessions, creator, requirements, outputs, panels, log },
    sending: { batches, connections, sessions, creator, fileFromPath, log },
  };
}
