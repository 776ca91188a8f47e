import * as vscode from "vscode";

/** Makes the rows of a view. */
export interface TreeRowMaker<T> {
  getChildren(node?: T): T[] | Promise<T[]>;
  getTreeItem(node: T): vscode.TreeItem;
  /** The parent of a row that is to be revealed. */
  getParent?(node: T): T | undefined;
  resolveTreeItem?(item: vscode.TreeItem, node: T): vscode.TreeItem;
}

export interface LazyTreeOptions<T> extends Partial<Omit<vscode.TreeViewOptions<T>, "treeDataProvider">> {
  viewId: string;
  /** Whether there is no connection, so that nothing needs to be loaded. */
  isEmpty: () => Promise<boolean>;
  /** Loads the maker of the rows. */
  load: () => Promise<TreeRowMaker<T>>;
}

/** A view of rows as VS Code needs it. The code that makes its rows is loaded when there is a connection. */
export interface LazyTree<T> {
  readonly view: vscode.TreeView<T>;
  /** Fire it with the row to redraw, or without one for all. */
  readonly changed: vscode.EventEmitter<T | undefined>;
}

/**
 * No class, and VS Code's own emitter, because the shell bundle would define them while VS Code waits for the explorer.
 */
export function createLazyTree<T>(
  { viewId, isEmpty, load, ...look }: LazyTreeOptions<T>,
  subscriptions: vscode.Disposable[],
): LazyTree<T> {
  const changed = new vscode.EventEmitter<T | undefined>();
  let rows: TreeRowMaker<T> | undefined;
  const madeBy = (): TreeRowMaker<T> => {
    if (!rows) throw new Error("A row was asked for before there was any.");
    return rows;
  };
  const treeDataProvider: vscode.TreeDataProvider<T> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      if (!rows && (await isEmpty())) return [];
      rows ??= await load();
      return rows.getChildren(node);
    },
    getTreeItem: (node) => madeBy().getTreeItem(node),
    getParent: (node) => madeBy().getParent?.(node),
    resolveTreeItem: (item, node) => madeBy().resolveTreeItem?.(item, node) ?? item,
  };
  const view = vscode.window.createTreeView(viewId, { treeDataProvider, canSelectMany: true, ...look });
  subscriptions.push(view, changed);
  return { view, changed };
}
