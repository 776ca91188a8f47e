import * as vscode from "vscode";
import type { ViewId } from "./contextKeys.ts";
import { createRedraws, type Pausable, type Redraws } from "./redraws.ts";

export interface TreeRowMaker<T> {
  getChildren(node?: T): T[] | Promise<T[]>;
  getTreeItem(node: T): vscode.TreeItem;
  getParent?(node: T): T | undefined;
  resolveTreeItem?(item: vscode.TreeItem, node: T): vscode.TreeItem;
}

export interface LazyTreeOptions<T> extends Partial<Omit<vscode.TreeViewOptions<T>, "treeDataProvider">> {
  viewId: ViewId;
  /** Whether there is no connection, so that nothing needs to be loaded. */
  isEmpty: () => Promise<boolean>;
  load: () => Promise<TreeRowMaker<T>>;
}

/** A view of rows as VS Code needs it. The code that makes its rows is loaded when there is a connection. */
export interface LazyTree<T> {
  readonly view: vscode.TreeView<T>;
  /** Fire it with the row to redraw, or without one for all. */
  readonly changed: Pick<Redraws<T>, "fire"> & Pausable;
}

/** No class, because the shell bundle would define it while VS Code waits for the explorer. */
export function createLazyTree<T extends object>(
  { viewId, isEmpty, load, ...look }: LazyTreeOptions<T>,
  subscriptions: vscode.Disposable[],
): LazyTree<T> {
  const told = new vscode.EventEmitter<T | T[] | undefined>();
  let rows: TreeRowMaker<T> | undefined;
  const madeBy = (): TreeRowMaker<T> => {
    if (!rows) throw new Error("A row was requested before any was loaded.");
    return rows;
  };
  // VS Code reveals a row when all redraws have ended. It asks for this one then, and never gets it.
  const noRow = {} as T;
  const changed = createRedraws<T>({
    tell: (nodes) => told.fire(nodes),
    drawn: async () => view.reveal(noRow, { select: false, focus: false }).then(undefined, () => undefined),
  });
  const treeDataProvider: vscode.TreeDataProvider<T> = {
    onDidChangeTreeData: told.event,
    async getChildren(node) {
      if (!rows && (await isEmpty())) return [];
      rows ??= await load();
      return changed.give(rows.getChildren(node));
    },
    getTreeItem(node) {
      if (node === noRow) throw new Error("This row is never drawn.");
      return madeBy().getTreeItem(node);
    },
    getParent: (node) => (node === noRow ? undefined : madeBy().getParent?.(node)),
    resolveTreeItem: (item, node) => madeBy().resolveTreeItem?.(item, node) ?? item,
  };
  const view = vscode.window.createTreeView(viewId, { treeDataProvider, canSelectMany: true, ...look });
  subscriptions.push(view, told);
  return { view, changed };
}
