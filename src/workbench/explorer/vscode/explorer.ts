import * as vscode from "vscode";
import { viewState } from "#host/contextKeys.ts";
import { explorerViewId, runFileId, type ViewState } from "#host/ids.ts";
import { createLazyTree, type LazyTree } from "#host/lazyTree.ts";
import { setContextKey } from "#host/setContextKey.ts";
import type { RunsNode } from "./nodes.ts";
import type { ExplorerServices } from "./services.ts";

export type Explorer = LazyTree<RunsNode>;

export function createExplorer(
  { isEmpty, load }: { isEmpty: () => Promise<boolean>; load: () => Promise<Pick<ExplorerServices, "tree">> },
  subscriptions: vscode.Disposable[],
): Explorer {
  const look = { showCollapseAll: true, dragAndDropController: fileDrop };
  return createLazyTree(
    { viewId: explorerViewId, ...look, isEmpty, load: async () => (await load()).tree },
    subscriptions,
  );
}

/** Chooses the welcome text until the runs are loaded. */
export function showFirstState(isEmpty: boolean): void {
  const state: ViewState = isEmpty ? "noConnection" : "loading";
  void setContextKey(viewState, state);
}

const uriList = "text/uri-list";

/** Files that are dropped onto the explorer start a run, like a selection for *Run with This File*. */
const fileDrop: vscode.TreeDragAndDropController<RunsNode> = {
  dragMimeTypes: [],
  dropMimeTypes: [uriList],
  async handleDrop(_target, data) {
    const uris = urisIn((await data.get(uriList)?.asString()) ?? "");
    if (uris.length > 0) await vscode.commands.executeCommand(runFileId, undefined, uris);
  },
};

/** The addresses in a list in the format of RFC 2483. Lines with `#` are comments. */
function urisIn(list: string): vscode.Uri[] {
  const lines = list.split(/\r?\n/).filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => vscode.Uri.parse(line, true));
}
