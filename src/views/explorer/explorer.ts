import * as vscode from "vscode";
import { contextKeys, explorerViewId, type ViewState } from "../../host/ids.ts";
import { createLazyTree, type LazyTree, type LazyTreeOptions } from "../lazyTree.ts";
import { fileDrop } from "./fileDrop.ts";
import type { RunsNode } from "./nodes.ts";

/** The explorer of runs. */
export type Explorer = LazyTree<RunsNode>;

export function createExplorer(
  options: Pick<LazyTreeOptions<RunsNode>, "isEmpty" | "load">,
  subscriptions: vscode.Disposable[],
): Explorer {
  const look = { viewId: explorerViewId, showCollapseAll: true, dragAndDropController: fileDrop };
  return createLazyTree({ ...look, ...options }, subscriptions);
}

/** Chooses the welcome text until the runs are loaded. */
export function showFirstState(isEmpty: boolean): void {
  const state: ViewState = isEmpty ? "noConnection" : "loading";
  void vscode.commands.executeCommand("setContext", contextKeys.viewState, state);
}
