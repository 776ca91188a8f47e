/**
 * The third bundle: everything that VS Code doesn't need at activation. It is loaded at the first row, command, panel
 * or call, because undici and zod take time to load and an activation has to be light.
 */
import type * as vscode from "vscode";
import { fileFromPath } from "./api/upload/files.ts";
import { DisposableStore } from "./base/disposable.ts";
import type { LanguageModelTools } from "./commands/agentTools/registerAgentTools.ts";
import type { SampleAppHost } from "./commands/connections/sampleAppHost.ts";
import type { PublicCalls } from "./commands/publicApi.ts";
import { publicCalls } from "./commands/publicCalls.ts";
import { resumeUnfinished } from "./commands/resumeUnfinished.ts";
import { type RunCommand, runCommand } from "./commands/runCommand.ts";
import { followOtherWindows } from "./connections/followOtherWindows.ts";
import { showError } from "./host/errors/showError.ts";
import type { Log } from "./host/log.ts";
import { whenTrusted } from "./host/whenTrusted.ts";
import { agentToolsModule } from "./modules/agentToolsModule.ts";
import { commandTopics, type Modules } from "./modules/commandTopics.ts";
import { connectionsModule } from "./modules/connectionsModule.ts";
import { createModule } from "./modules/createModule.ts";
import { explorerModule } from "./modules/explorerModule.ts";
import { goldenModule } from "./modules/goldenModule.ts";
import { inputRequestsModule } from "./modules/inputRequestsModule.ts";
import { insightsModule } from "./modules/insightsModule.ts";
import type { ModuleBase } from "./modules/moduleBase.ts";
import { notificationsModule } from "./modules/notificationsModule.ts";
import { offeredCommandsModule } from "./modules/offeredCommandsModule.ts";
import { panelModule } from "./modules/panelModule.ts";
import { runFilesModule } from "./modules/runFilesModule.ts";
import { searchModule } from "./modules/searchModule.ts";
import { sessionsModule } from "./modules/sessionsModule.ts";
import { loadSharedState, sharedStateIn } from "./modules/sharedState.ts";
import { uploadsModule } from "./modules/uploadsModule.ts";
import type { StoreChange } from "./runs/store/knownRuns.ts";
import type { BatchPanels } from "./views/batches/batchPanels.ts";
import type { ComparePanels } from "./views/compare/comparePanels.ts";
import type { Explorer } from "./views/explorer/explorer.ts";
import type { RunsTree } from "./views/explorer/runsTree.ts";
import type { GoldenTests } from "./views/golden/goldenTests.ts";
import type { AnswerFiles } from "./views/inputRequests/answerFiles.ts";
import type { InsightsPanels } from "./views/insights/insightsPanels.ts";
import type { LazyTree } from "./views/lazyTree.ts";
import type { RunPanels } from "./views/panel/runPanels.ts";
import type { UploadNode } from "./views/uploads/uploadNode.ts";
import type { UploadsTree } from "./views/uploads/uploadsTree.ts";

/** The parts that the entry bundle has made. */
export interface Entry {
  extension: vscode.ExtensionContext;
  explorer: Explorer;
  runsChanged: vscode.EventEmitter<StoreChange>;
  uploads: LazyTree<UploadNode>;
  log: Log;
  onError: (error: unknown) => void;
}

/** The parts to which the entry bundle passes VS Code's calls. */
export interface Core {
  answerFiles: AnswerFiles;
  panels: RunPanels;
  comparisons: ComparePanels;
  batchPanels: BatchPanels;
  insights: InsightsPanels;
  sampleApp: SampleAppHost;
  goldenTests: () => GoldenTests;
  goldenTasks: vscode.TaskProvider;
  tree: RunsTree;
  uploadsTree: UploadsTree;
  languageModelTools: LanguageModelTools;
  /** Starts the MCP server of this window, if it isn't started yet. */
  startMcpServer: () => Promise<{ url: string; token: string }>;
  runCommand: RunCommand;
  publicCalls: PublicCalls;
  /** Waits until everything that the person has typed and changed is on the disk, or its failure was reported. */
  settled: () => Promise<void>;
}

/** Reads the shared state and builds everything, in order. It is disposed with the extension. */
export async function build(entry: Entry): Promise<Core> {
  const { extension, log, onError } = entry;
  const shared = sharedStateIn(extension.globalStorageUri.fsPath, onError);
  extension.subscriptions.push(shared.folder);
  await loadSharedState(shared, extension.globalState, (error) => showError(error, onError));
  const owned = new DisposableStore();
  extension.subscriptions.push(owned);
  const base: ModuleBase = { owned, shared, window: extension.workspaceState, log, onError };
  return start(base, buildModules(base, entry));
}

/** One module for each topic. Each builds its parts from the modules before it. */
function buildModules(base: ModuleBase, { extension, uploads: uploadsView, ...views }: Entry): Modules {
  const connections = connectionsModule(base, extension);
  const sessions = sessionsModule(base, extension.globalStorageUri.fsPath, connections);
  const inputRequests = inputRequestsModule(base, connections, sessions);
  const explorer = explorerModule(base, views, connections, sessions);
  const panel = panelModule(base, extension.extensionUri, connections, sessions, inputRequests);
  notificationsModule(base, connections, sessions, inputRequests, explorer, panel);
  const places = { storage: extension.globalStorageUri.fsPath, extension: extension.extensionPath };
  const search = searchModule(base, places, connections, sessions);
  const insights = insightsModule(base, extension.extensionUri, connections, sessions, explorer, search);
  const runFiles = runFilesModule(base, connections, panel);
  const uploads = uploadsModule(base, uploadsView, connections, explorer);
  const create = createModule(base, connections, sessions, panel, uploads);
  offeredCommandsModule(base, connections, sessions, explorer, panel, uploads);
  const golden = goldenModule(base, extension.extensionPath, {
    connections,
    sessions,
    inputRequests,
    explorer,
    panel,
    runFiles,
    create,
  });
  const agentTools = agentToolsModule(base, extension, { connections, sessions, inputRequests, runFiles, create });
  const others = { golden, agentTools, insights, search };
  return { connections, sessions, inputRequests, explorer, panel, runFiles, uploads, create, ...others };
}

/** Continues the work that earlier windows left, and opens the modules to commands and to other extensions. */
function start(base: ModuleBase, modules: Modules): Core {
  const { owned, shared, log, onError } = base;
  const { starting, sending } = modules.create;
  owned.add(followOtherWindows(shared.folder, onError));
  owned.add(whenTrusted(() => void resumeUnfinished(starting, sending).catch(onError)));
  const topics = commandTopics(base, modules);
  const { activeRuns, tree } = modules.explorer;
  const { connections, sampleApp } = modules.connections;
  const { answers, answerFiles } = modules.inputRequests;
  const { creator, requirements } = starting;
  const { consent } = modules.runFiles;
  return {
    answerFiles,
    goldenTests: modules.golden.goldenTests,
    goldenTasks: modules.golden.goldenTasks,
    panels: modules.panel.panels,
    comparisons: modules.panel.comparisons,
    batchPanels: modules.panel.batchPanels,
    insights: modules.insights.insights,
    sampleApp,
    tree,
    uploadsTree: modules.uploads.uploadsTree,
    languageModelTools: modules.agentTools.languageModelTools,
    startMcpServer: () => modules.agentTools.mcpServer.start(),
    runCommand: (id, first, second) => runCommand(topics, id, first, second),
    publicCalls: publicCalls({ activeRuns, connections, consent, creator, requirements, fileFromPath, log }),
    settled: async () => {
      await answers.flush();
      await Promise.all([shared.folder.settled(), modules.search.localIndex.settled()]);
    },
  };
}
