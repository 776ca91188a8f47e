/**
 * The third bundle: everything that VS Code doesn't need at activation. It is loaded at the first row, command, panel
 * or call, because undici and zod take time to load and an activation has to be light.
 */

import * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "./base/disposable.ts";
import { onUnexpectedError, reportUnexpectedErrors } from "./base/unexpectedError.ts";
import { appAgents } from "./core/agents.ts";
import type { App } from "./core/app.ts";
import { type RunCommand, runCommand } from "./core/commandTable.ts";
import type { PublicCalls } from "./core/publicApi.ts";
import { publicCalls } from "./core/publicCalls.ts";
import { resumeUnfinished } from "./core/resumeUnfinished.ts";
import { settleState, sharedStateIn } from "./core/sharedState.ts";
import { type AppBase, appState } from "./core/state.ts";
import { appWindows, type EntryViews } from "./core/windows.ts";
import type { LanguageModelTools } from "./features/agents/vscode/registerAgentTools.ts";
import type { AnswerFiles } from "./features/inputRequests/vscode/answerFiles.ts";
import type { UploadsTree } from "./features/uploads/vscode/uploadsTree.ts";
import type { Log } from "./host/log.ts";
import { whenTrusted } from "./host/whenTrusted.ts";
import type { StateFolder } from "./storage/stateFolder.ts";

/** The parts that the entry bundle has made. */
export interface Entry extends EntryViews {
  extension: vscode.ExtensionContext;
  log: Log;
}

/** The parts to which the entry bundle passes VS Code's calls. */
export interface Core extends Pick<
  App,
  "panels" | "comparisons" | "batchPanels" | "insights" | "conversations" | "sampleApp" | "goldenTests" | "tree"
> {
  answerFiles: AnswerFiles;
  uploadsTree: UploadsTree;
  languageModelTools: LanguageModelTools;
  /** Starts the MCP server of this window, if it isn't started yet. */
  startMcpServer: () => Promise<{ url: string; token: string }>;
  runCommand: RunCommand;
  publicCalls: PublicCalls;
  /** Waits until nothing is left to write. */
  settled: () => Promise<void>;
}

/** Reads the shared state and builds everything, in order. It is disposed with the extension. */
export async function build({ extension, log, ...views }: Entry): Promise<Core> {
  reportUnexpectedErrors((error) => log.error(error));
  const shared = sharedStateIn(extension.globalStorageUri.fsPath);
  extension.subscriptions.push(shared.folder);
  await shared.folder.load();
  const owned = new DisposableStore();
  extension.subscriptions.push(owned);
  const base: AppBase = { extension, owned, shared, log };
  const state = appState(base);
  const windows = appWindows(base, views, state);
  const { mcpServer, ...agents } = appAgents(base, { ...state, localIndex: windows.localIndex, log });
  const app: App = { log, ...state, ...windows, ...agents };
  // Continues the work that earlier windows left.
  owned.add(followOtherWindows(shared.folder));
  state.localRuns.resume();
  owned.add(whenTrusted(() => void resumeUnfinished(app).catch(onUnexpectedError)));
  return {
    ...windows,
    sampleApp: state.sampleApp,
    languageModelTools: agents.languageModelTools,
    startMcpServer: () => mcpServer.start(),
    runCommand: (id, first, second) => runCommand(app, id, first, second),
    publicCalls: publicCalls(app),
    settled: async () => {
      await Promise.all([settleState(shared, state.answers, windows.localIndex), state.localRuns.settled()]);
    },
  };
}

const lookInterval = 3_000;

/**
 * The system reports what another window has written, but not on every disk. So this window also reads the files when
 * it gets the focus, and from time to time while it has it.
 */
function followOtherWindows(shared: StateFolder): Disposable {
  const owned = new DisposableStore();
  const look = (): void => void shared.refresh().catch(onUnexpectedError);
  shared.watch();
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused && look()));
  const clock = setInterval(() => vscode.window.state.focused && look(), lookInterval);
  owned.add(toDisposable(() => clearInterval(clock)));
  return owned;
}
