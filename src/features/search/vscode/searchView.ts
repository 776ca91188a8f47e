import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import { stillForDialogs } from "../../../host/dialogs.ts";
import { contextKeys, searchViewId } from "../../../host/ids.ts";
import { createLazyTree, type TreeRowMaker } from "../../../host/lazyTree.ts";
import { searchItem } from "./searchItems.ts";
import type { SearchNode } from "./searchNodes.ts";
import type { SearchResults } from "./searchResults.ts";
import { searchRows, viewDescription } from "./searchRows.ts";

/** The apps whose runs may be shown. */
export interface ResultApps {
  /** The name of a connection that isn't the active one. */
  otherApp: (connectionId: string) => string | undefined;
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** The view of the search results. VS Code gets it with the first search. */
export class SearchView implements Disposable {
  readonly #results: SearchResults;
  readonly #apps: ResultApps;
  readonly #disposables = new DisposableStore();
  #isCreated = false;

  constructor(results: SearchResults, apps: ResultApps) {
    this.#results = results;
    this.#apps = apps;
  }

  /** Shows the view and moves the focus there. */
  async show(): Promise<void> {
    if (!this.#isCreated) this.#create();
    this.#isCreated = true;
    await vscode.commands.executeCommand("setContext", contextKeys.hasSearched, true);
    await vscode.commands.executeCommand(`${searchViewId}.focus`);
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #create(): void {
    const rows: TreeRowMaker<SearchNode> = {
      getChildren: (node) => searchRows(this.#results.shown, node),
      getTreeItem: (node) => {
        const { shown } = this.#results;
        return shown ? searchItem(node, shown, Date.now()) : new vscode.TreeItem("");
      },
    };
    const options = { viewId: searchViewId, isEmpty: async () => false, load: async () => rows, showCollapseAll: true };
    const made: vscode.Disposable[] = [];
    const { view, changed } = createLazyTree(options, made);
    for (const each of made) this.#disposables.add(each);
    this.#disposables.add(stillForDialogs(changed));
    const draw = (): void => {
      const { shown } = this.#results;
      view.description = viewDescription(shown, shown && this.#apps.otherApp(shown.connectionId));
      void vscode.commands.executeCommand("setContext", contextKeys.showsSearch, shown && !shown.given);
      changed.fire(undefined);
    };
    this.#disposables.add(this.#results.onDidChange(draw));
    this.#disposables.add(this.#apps.onDidChange(draw));
    const look = (): void => {
      if (view.visible && vscode.window.state.focused) this.#results.look().catch(onUnexpectedError);
    };
    this.#disposables.add(view.onDidChangeVisibility(look));
    this.#disposables.add(vscode.window.onDidChangeWindowState(look));
    draw();
  }
}
