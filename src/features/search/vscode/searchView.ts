import * as vscode from "vscode";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { hasSearched, showsSearch } from "#host/contextKeys.ts";
import { stillForDialogs } from "#host/dialogs.ts";
import { createLazyTree } from "#host/lazyTree.ts";
import { setContextKey } from "#host/setContextKey.ts";
import type { App } from "#workbench/app.ts";
import { searchItem } from "./searchItems.ts";
import type { SearchResults } from "./searchResults.ts";
import { type SearchNode, searchRows, viewDescription } from "./searchRows.ts";

export const searchViewId = "dynamiqRuns.searchResults";

type Context = Pick<App, "connections" | "owned">;

/** @returns shows the view of the results and moves the focus there. VS Code gets the view with the first search. */
export function searchView(app: Context, results: SearchResults): () => Promise<void> {
  let isCreated = false;
  return async () => {
    if (!isCreated) create(app, results);
    isCreated = true;
    await setContextKey(hasSearched, true);
    await vscode.commands.executeCommand(`${searchViewId}.focus`);
  };
}

function create({ connections, owned }: Context, results: SearchResults): void {
  const rows = {
    getChildren: (node?: SearchNode) => searchRows(results.shown, node),
    getTreeItem: (node: SearchNode) =>
      results.shown ? searchItem(node, results.shown, Date.now()) : new vscode.TreeItem(""),
  };
  const made: vscode.Disposable[] = [];
  const { view, changed } = createLazyTree(
    { viewId: searchViewId, isEmpty: async () => false, load: async () => rows, showCollapseAll: true },
    made,
  );
  for (const each of made) owned.add(each);
  owned.add(stillForDialogs(changed));
  const draw = (): void => {
    const { shown } = results;
    const isOther = shown && shown.connectionId !== connections.active?.id;
    view.description = viewDescription(shown, isOther ? connections.get(shown.connectionId)?.name : undefined);
    void setContextKey(showsSearch, shown !== undefined && !shown.given);
    changed.fire(undefined);
  };
  owned.add(results.onDidChange(draw));
  owned.add(connections.onDidChange(draw));
  const look = (): void => {
    if (view.visible && vscode.window.state.focused) results.look().catch(onUnexpectedError);
  };
  owned.add(view.onDidChangeVisibility(look));
  owned.add(vscode.window.onDidChangeWindowState(look));
  draw();
}
