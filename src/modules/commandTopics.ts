import { fileFromPath } from "../api/upload/files.ts";
import type { CommandTopics } from "../commands/commandTable.ts";
import { openAttachments } from "../runFiles/attachments/attachments.ts";
import { writeExport } from "../runs/exports/exportWriter.ts";
import { exportedRun, loadExportedRun, readExport } from "../views/documents/exportFiles.ts";
import { formAnswer } from "../views/inputRequests/formAnswer.ts";
import type { AgentToolsModule } from "./agentToolsModule.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { CreateModule } from "./createModule.ts";
import type { ExplorerModule } from "./explorerModule.ts";
import type { GoldenModule } from "./goldenModule.ts";
import type { InputRequestsModule } from "./inputRequestsModule.ts";
import type { InsightsModule } from "./insightsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { PanelModule } from "./panelModule.ts";
import type { RunFilesModule } from "./runFilesModule.ts";
import type { SearchModule } from "./searchModule.ts";
import type { SessionsModule } from "./sessionsModule.ts";
import type { UploadsModule } from "./uploadsModule.ts";

export interface Modules {
  connections: ConnectionsModule;
  sessions: SessionsModule;
  inputRequests: InputRequestsModule;
  explorer: ExplorerModule;
  panel: PanelModule;
  runFiles: RunFilesModule;
  uploads: UploadsModule;
  create: CreateModule;
  golden: GoldenModule;
  agentTools: AgentToolsModule;
  insights: InsightsModule;
  search: SearchModule;
}

/** Makes the object that each topic's commands work with. */
export function commandTopics({ log }: ModuleBase, modules: Modules): CommandTopics {
  const { connections, makeClient, sampleApp } = modules.connections;
  const { batches, sessions } = modules.sessions;
  const { answers } = modules.inputRequests;
  const { activeRuns, watched, layouts, tree, selectedRows, revealView, knownCauses } = modules.explorer;
  const { panels, comparisons, batchPanels, documents, reports, compared } = modules.panel;
  const { consent, prompts } = modules.runFiles;
  const { uploads, attachments, nextRun, selectedUploads } = modules.uploads;
  const { starts, starting, sending } = modules.create;
  const { creator, requirements } = starting;
  const { insights, facts } = modules.insights;
  const { goldenTests } = modules.golden;
  const { localIndex, history, results, showResults } = modules.search;
  const places = { activeRuns, panels };
  const live = { ...places, connections, sessions, creator };
  const ofBatches = { sending, activeRuns, consent, requirements, reports, results: batchPanels, prompts, revealView };
  const preparing = { connections, consent, prompts, openAttachments };
  const marked = { starting, nextRun, uploads };
  return {
    connections: { connections, activeRuns, sessions, makeClient, sampleApp, reports, log },
    explorer: { ...places, connections, sessions, layouts, tree, batches },
    insights: { activeRuns, connections, sessions, knownCauses, insights, facts, comparisons, results, showResults },
    runs: { ...places, selectedRows, connections, sessions, documents, reports, log },
    compare: { ...places, selectedRows, sessions, documents, compared, comparisons },
    copies: { ...places, selectedRows, connections, sessions, comparisons, loadExportedRun },
    runAgain: { ...live, starts, consent, fileFromPath, starting },
    runFiles: { activeRuns, sessions, starts, preparing, marked, batches: ofBatches, fileFromPath, log },
    curl: { ...live, consent, prompts },
    batches: ofBatches,
    batchRuns: { batches, connections, sessions, reports, writeExport, log },
    inputRequests: { ...places, connections, sessions, watched, answers, formAnswer, log },
    uploads: { activeRuns, connections, consent, uploads, attachments, nextRun, selectedUploads, fileFromPath, log },
    exports: { ...places, selectedRows, connections, sessions, reports, readExport, writeExport, log },
    keepGolden: { ...places, connections, sessions, reports, writeExport, log, creator, exportedRun },
    agentTools: modules.agentTools.commands,
    goldenResults: { goldenTests, sessions, panels, comparisons, log },
    search: { activeRuns, connections, layouts, localIndex, history, results, showResults, log },
    log,
  };
}
