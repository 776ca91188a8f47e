/**
 * The second bundle: what VS Code waits for right after activation, the explorer and the panels, and what loads the
 * third one. It is a file of its own because VS Code reads and parses the entry while it activates the extension.
 */
import * as vscode from "vscode";
import { offerMcpServer } from "./commands/agentTools/offerMcpServer.ts";
import { hasUnfinished } from "./commands/unfinished.ts";
import { mayHaveConnections } from "./connections/mayHaveConnections.ts";
import { batchPanelType, comparePanelType, insightsPanelType, runPanelType, uploadsViewId } from "./host/ids.ts";
import { createLog } from "./host/log.ts";
import { readWatchWaiting } from "./host/settings.ts";
import { whenTrusted } from "./host/whenTrusted.ts";
import { workspaceId } from "./host/workspaceId.ts";
import { whenGoldenFileExists } from "./language/goldenFileSelector.ts";
import { whenRunFileIsOpen } from "./language/runFileSelector.ts";
import type { StoreChange } from "./runs/store/knownRuns.ts";
import { createExplorer, type Explorer, showFirstState } from "./views/explorer/explorer.ts";
import { createLazyTree, type LazyTree } from "./views/lazyTree.ts";
import type { UploadNode } from "./views/uploads/uploadNode.ts";

type Core = import("./main.ts").Core;

/** The part between VS Code and everything that is loaded later. */
export interface Shell {
  load: () => Promise<Core>;
  /** Registers the explorer and the restored panels. */
  show: () => void;
  /** Waits until nothing is left to write. */
  settle: () => Promise<void>;
}

/** @param runsChanged fires for other extensions */
export function createShell(extension: vscode.ExtensionContext, runsChanged: vscode.EventEmitter<StoreChange>): Shell {
  const { subscriptions } = extension;
  const log = createLog(subscriptions);
  const onError = (error: unknown): void => log.error(error);

  const wantsSample = process.env["DYNAMIQ_RUNS_SAMPLE"] === "1" && vscode.workspace.isTrusted;
  const mayHave = (): Promise<boolean> => mayHaveConnections(extension.globalStorageUri.fsPath);
  const isEmpty = async (): Promise<boolean> => !wantsSample && !(await mayHave());
  let loaded: Promise<Core> | undefined;
  const load = (): Promise<Core> => (loaded ??= build());
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
  const restoring = (of: "panels" | "comparisons" | "batchPanels" | "insights"): vscode.WebviewPanelSerializer => {
    return { deserializeWebviewPanel: async (panel, state) => (await load())[of].restore(panel, state) };
  };

  return {
    load,
    settle: async () => (await loaded)?.settled(),
    show() {
      const { registerWebviewPanelSerializer: restore } = vscode.window;
      subscriptions.push(restore(runPanelType, restoring("panels")));
      subscriptions.push(restore(comparePanelType, restoring("comparisons")));
      subscriptions.push(restore(batchPanelType, restoring("batchPanels")));
      subscriptions.push(restore(insightsPanelType, restoring("insights")));
      subscriptions.push(whenRunFileIsOpen(() => void load().catch(onError)));
      const showTests = async (): Promise<void> => void (await load()).goldenTests();
      subscriptions.push(whenGoldenFileExists(() => void showTests().catch(onError), onError));
      const { version } = extension.extension.packageJSON as { version: string };
      subscriptions.push(offerMcpServer(version, async () => (await load()).startMcpServer()));
      isEmpty().then((empty) => {
        if (!loaded) showFirstState(empty);
      }, onError);
      // The explorer may stay closed, but the work that an earlier window left has to continue.
      subscriptions.push(whenTrusted(() => void resume().catch(onError)));
      // The setting says that waiting runs are looked for while the explorer is closed.
      const loadIfNeeded = async (): Promise<void> => {
        if (await mayHave()) await load();
      };
      if (readWatchWaiting() === "always") loadIfNeeded().catch(onError);
    },
  };
}
