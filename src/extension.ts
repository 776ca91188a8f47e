/**
 * The entry bundle: what VS Code needs at once, and what loads everything else. It has no classes and no zod, because
 * VS Code reads and parses it while it activates the extension.
 */

import * as vscode from "vscode";
import { onUnexpectedError, reportUnexpectedErrors } from "./base/unexpectedError.ts";
import { apis, entries, entryViews, leftWork, otherRuns } from "./features/entry.ts";
import type { CommandId } from "./host/commandIds.ts";
import { answersOpenedKey, runPanelType } from "./host/ids.ts";
import { createLog } from "./host/log.ts";
import * as settingIds from "./host/settingIds.ts";
import { readSetting } from "./host/settings.ts";
import { whenTrusted } from "./host/whenTrusted.ts";
import { workspaceId } from "./host/workspaceId.ts";
import type { StoreChange } from "./runs/store/knownRuns.ts";
import { stateFolderOf } from "./storage/stateFolderOf.ts";
import { createFirstSteps } from "./workbench/core/firstSteps.ts";
import { hasUnfinished, saysOne, type UnfinishedSources } from "./workbench/core/unfinished.ts";
import { showFirstState } from "./workbench/explorer/vscode/explorer.ts";
import { registerAnswerFiles } from "./workbench/inputRequests/vscode/answerFileSystem.ts";

type Core = import("./main.ts").Core;

let settle: () => Promise<void> = async () => undefined;

/**
 * Registers what VS Code may use as soon as this returns: commands and API. The *Runs* view and panels, which VS Code
 * waits for, follow at once. Everything behind them is built by main.ts at the first use.
 *
 * @returns the API for other extensions
 */
export function activate(extension: vscode.ExtensionContext): unknown {
  const { subscriptions } = extension;
  const runsChanged = new vscode.EventEmitter<StoreChange>();
  subscriptions.push(runsChanged);
  let made: Shell | undefined;
  const shell = (): Shell => (made ??= createShell(extension, runsChanged));
  settle = async () => made?.settle();
  const load = async (): Promise<Core> => shell().load();
  registerCommands(extension, load);
  const registerAnswers = (): void => {
    subscriptions.push(registerAnswerFiles(async () => (await load()).app.answerFiles));
  };
  // VS Code asks for the file of a restored editor as soon as this returns.
  const hadAnswers = extension.workspaceState.get(answersOpenedKey) === true;
  if (hadAnswers) registerAnswers();
  const show = (): void => {
    for (const entry of Object.values(entries)) entry(extension, async () => (await load()).app);
    if (!hadAnswers) registerAnswers();
    shell().show();
  };
  const afterActivation = setImmediate(show);
  subscriptions.push({ dispose: () => clearImmediate(afterActivation) });
  const [api] = Object.values(apis).map((offer) => offer(async () => (await load()).app, runsChanged.event));
  return api;
}

/** VS Code waits for it before it closes the window. */
export function deactivate(): Promise<void> {
  return settle();
}

/** What this file reads of package.json. */
interface Manifest {
  activationEvents: readonly string[];
  contributes: { commands: readonly { command: CommandId }[] };
}

/** The types of the panels that VS Code restores after a reload. */
function restoredPanelTypes({ extension }: vscode.ExtensionContext): string[] {
  const event = "onWebviewPanel:";
  const { activationEvents } = extension.packageJSON as Manifest;
  return activationEvents.filter((each) => each.startsWith(event)).map((each) => each.slice(event.length));
}

/**
 * Registers every command that package.json contributes. Their code is loaded when the first one is called. They are
 * registered together, because VS Code calls the command that activated the extension right after the activation.
 */
function registerCommands({ extension, subscriptions }: vscode.ExtensionContext, load: () => Promise<Core>): void {
  for (const { command: id } of (extension.packageJSON as Manifest).contributes.commands) {
    const run = async (...given: readonly unknown[]): Promise<unknown> => (await load()).runCommand(id, ...given);
    subscriptions.push(vscode.commands.registerCommand(id, run));
  }
}

/** The part between VS Code and everything that is loaded later. */
interface Shell {
  load: () => Promise<Core>;
  /** Registers the *Runs* view, uploads and the restored panels. */
  show: () => void;
  /** Waits until nothing is left to write. */
  settle: () => Promise<void>;
}

/** @param runsChanged fires for other extensions */
function createShell(extension: vscode.ExtensionContext, runsChanged: vscode.EventEmitter<StoreChange>): Shell {
  const { subscriptions } = extension;
  const log = createLog(subscriptions);
  reportUnexpectedErrors((error) => log.error(error));
  const setTrue = (key: string): void => void vscode.commands.executeCommand("setContext", key, true);
  const firstSteps = createFirstSteps(extension.globalState, setTrue, onUnexpectedError);

  const wantsSample = process.env["DYNAMIQ_RUNS_SAMPLE"] === "1" && vscode.workspace.isTrusted;
  const storage = extension.globalStorageUri.fsPath;
  const sources = (): UnfinishedSources => ({ window: extension.workspaceState, storage, workspace: workspaceId() });
  const mayHave = (): Promise<boolean> => mayHaveConnections(sources());
  const isEmpty = async (): Promise<boolean> => !wantsSample && !(await mayHave());
  let loaded: Promise<Core> | undefined;
  const load = (): Promise<Core> => (loaded ??= build());
  const views = entryViews({ isEmpty, load: async () => (await load()).app }, subscriptions);
  const build = async (): Promise<Core> => {
    const main = await import("./main.ts");
    const core = await main.build({ extension, firstSteps, views, runsChanged, log });
    // If the first command asks for the sample app, its connection has to exist before the command runs.
    if (wantsSample) await core.app.sampleApp.start().catch(onUnexpectedError);
    return core;
  };
  const resume = async (): Promise<void> => {
    if (!loaded && (await hasUnfinished(sources(), Object.values(leftWork)))) await load();
  };
  const restoring = (type: string): vscode.WebviewPanelSerializer => {
    return { deserializeWebviewPanel: async (panel, state) => (await load()).panels.get(type)?.restore(panel, state) };
  };

  return {
    load,
    settle: async () => (await loaded)?.settled(),
    show() {
      subscriptions.push(registerRunEditors(async () => (await load()).app.panels));
      // Runs from files are panels, and those of apps were panels in earlier versions.
      for (const type of restoredPanelTypes(extension))
        subscriptions.push(vscode.window.registerWebviewPanelSerializer(type, restoring(type)));
      isEmpty().then((empty) => {
        if (!loaded) showFirstState(empty);
      }, onUnexpectedError);
      // The explorer may stay closed, but the work that an earlier window left has to continue.
      subscriptions.push(whenTrusted(() => void resume().catch(onUnexpectedError)));
      // Unless the setting says no, waiting runs are looked for while the explorer is closed.
      const loadIfNeeded = async (): Promise<void> => {
        if (await mayHave()) await load();
      };
      if (readSetting(settingIds.watchWaiting) === "always") loadIfNeeded().catch(onUnexpectedError);
    },
  };
}

/** Runs of apps are read-only editors. VS Code waits for the document, so it is made without asking the app. */
function registerRunEditors(panels: () => Promise<Core["app"]["panels"]>): vscode.Disposable {
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: async ({ uri }, panel) => (await panels()).resolve(uri, panel),
  };
  const options = { supportsMultipleEditorsPerDocument: true, webviewOptions: { enableFindWidget: true } };
  return vscode.window.registerCustomEditorProvider(runPanelType, provider, options);
}

/**
 * Whether there may be connections, without loading the code that reads them. It is `true` for a short time after the
 * last one was removed.
 */
async function mayHaveConnections(sources: UnfinishedSources): Promise<boolean> {
  if (await saysOne(Object.values(otherRuns), sources)) return true;
  const { readdir } = await import("node:fs/promises");
  const names = await readdir(`${stateFolderOf(sources.storage)}/connections`).catch(() => [] as string[]);
  return names.some((name) => name.endsWith(".json"));
}
