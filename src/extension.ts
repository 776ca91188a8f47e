import * as vscode from "vscode";
import type { Event } from "./base/emitter.ts";
import { type DynamiqRunsApiV1, publicApi } from "./commands/publicApi.ts";
import { registerCommands } from "./commands/registerCommands.ts";
import { hasUnfinished } from "./commands/unfinished.ts";
import { mayHaveConnections } from "./connections/mayHaveConnections.ts";
import { answersOpenedKey, comparePanelType, runPanelType, uploadsViewId } from "./host/ids.ts";
import { createLog } from "./host/log.ts";
import { readWatchWaiting } from "./host/settings.ts";
import { whenTrusted } from "./host/whenTrusted.ts";
import { workspaceId } from "./host/workspaceId.ts";
import { whenGoldenFileExists } from "./language/goldenFileSelector.ts";
import { whenRunFileIsOpen } from "./language/runFileSelector.ts";
import type { StoreChange } from "./runs/store/knownRuns.ts";
import { createExplorer, type Explorer, showFirstState } from "./views/explorer/explorer.ts";
import { registerAnswerFiles } from "./views/inputRequests/answerFileSystem.ts";
import { createLazyTree, type LazyTree } from "./views/lazyTree.ts";
import type { UploadNode } from "./views/uploads/uploadNode.ts";

type Core = import("./main.ts").Core;

/**
 * Registers what VS Code may use as soon as this returns: commands and API. The explorer and panels, which VS Code
 * waits for, follow at once. Everything behind them is built by main.ts at the first use.
 */
export function activate(extension: vscode.ExtensionContext): DynamiqRunsApiV1 {
  let made: Shell | undefined;
  const shell = (): Shell => (made ??= createShell(extension));
  const load = (): Promise<Core> => shell().load();
  registerCommands(extension, load);
  const registerAnswers = (): void => {
    extension.subscriptions.push(registerAnswerFiles(async () => (await load()).answerFiles));
  };
  // VS Code asks for the file of a restored editor as soon as this returns.
  const hadAnswers = extension.workspaceState.get(answersOpenedKey) === true;
  if (hadAnswers) registerAnswers();
  const afterActivation = setImmediate(() => {
    if (!hadAnswers) registerAnswers();
    shell().show();
  });
  extension.subscriptions.push({ dispose: () => clearImmediate(afterActivation) });
  return publicApi(load, (...subscriber) => shell().onDidChangeRuns(...subscriber));
}

let settle: () => Promise<void> = async () => undefined;

/** VS Code waits for it before it closes the window. */
export function deactivate(): Promise<void> {
  return settle();
}

/** The part between VS Code and everything that is loaded later. */
interface Shell {
  load: () => Promise<Core>;
  /** Registers the explorer and the restored panels. */
  show: () => void;
  onDidChangeRuns: Event<StoreChange>;
}

function createShell(extension: vscode.ExtensionContext): Shell {
  const { subscriptions } = extension;
  const log = createLog(subscriptions);
  const onError = (error: unknown): void => log.error(error);
  const runsChanged = new vscode.EventEmitter<StoreChange>();
  subscriptions.push(runsChanged);

  const wantsSample = process.env["DYNAMIQ_RUNS_SAMPLE"] === "1" && vscode.workspace.isTrusted;
  const mayHave = (): Promise<boolean> => mayHaveConnections(extension.globalStorageUri.fsPath, extension.globalState);
  const isEmpty = async (): Promise<boolean> => !wantsSample && !(await mayHave());
  let loaded: Promise<Core> | undefined;
  const load = (): Promise<Core> => {
    loaded ??= build();
    settle = async () => (await loaded)?.settled();
    return loaded;
  };
  const explorer: Explorer = createExplorer({ isEmpty, load: async () => (await load()).tree }, subscriptions);
  const ofUploads = { viewId: uploadsViewId, isEmpty, load: async () => (await load()).uploadsTree };
  const uploads: LazyTree<UploadNode> = createLazyTree(ofUploads, subscriptions);
  const build = async (): Promise<Core> => {
    const main = await import("./main.ts");
    const core = await main.build({ extension, explorer, uploads, runsChanged, log, onError });
    // If the first command asks for the sample app, its connection has to exist before the command runs.
    if (wantsSample) await core.sampleApp.start().catch(onError);
    return core;
  };
  const resume = async (): Promise<void> => {
    const places = {
      window: extension.workspaceState,
      storage: extension.globalStorageUri.fsPath,
      workspace: workspaceId(),
    };
    if (!loaded && (await hasUnfinished(places))) await load();
  };
  const restoring = (of: "panels" | "comparisons"): vscode.WebviewPanelSerializer => {
    return { deserializeWebviewPanel: async (panel, state) => (await load())[of].restore(panel, state) };
  };

  return {
    load,
    onDidChangeRuns: runsChanged.event,
    show() {
      const { registerWebviewPanelSerializer: restore } = vscode.window;
      subscriptions.push(restore(runPanelType, restoring("panels")));
      subscriptions.push(restore(comparePanelType, restoring("comparisons")));
      subscriptions.push(whenRunFileIsOpen(() => void load().catch(onError)));
      const showTests = async (): Promise<void> => void (await load()).goldenTests();
      subscriptions.push(whenGoldenFileExists(() => void showTests().catch(onError), onError));
      isEmpty().then((empty) => void (loaded || showFirstState(empty)), onError);
      // The explorer may stay closed, but the work that an earlier window left has to continue.
      subscriptions.push(whenTrusted(() => void resume().catch(onError)));
      // The setting says that waiting runs are looked for while the explorer is closed.
      if (readWatchWaiting() === "always") mayHave().then((may) => void (may && load().catch(onError)), onError);
    },
  };
}
