import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { isWaitingGroup } from "#workbench/explorer/core/runsOutline.ts";
import type { RunsNode } from "./nodes.ts";
import type { RunsTree } from "./runsTree.ts";

/**
 * Lets rows that keep their places go when the person has turned to something else. VS Code doesn't say where the
 * pointer is, but it isn't on a row of a view that is hidden, of a group that was closed, or of a window that was left,
 * and who types or clicks in an editor doesn't click on rows.
 */
export function settleRows(
  view: Pick<vscode.TreeView<RunsNode>, "onDidChangeVisibility" | "onDidCollapseElement">,
  tree: Pick<RunsTree, "releaseHeld" | "settle">,
): Disposable {
  const owned = new DisposableStore();
  owned.add(view.onDidChangeVisibility(({ visible }) => visible || tree.releaseHeld()));
  owned.add(
    view.onDidCollapseElement(({ element }) => {
      if (element.kind === "group" && isWaitingGroup(element)) tree.settle();
    }),
  );
  owned.add(vscode.window.onDidChangeWindowState(({ focused }) => focused || tree.settle()));
  owned.add(
    vscode.window.onDidChangeTextEditorSelection(({ kind }) => {
      if (kind !== undefined) tree.settle();
    }),
  );
  return owned;
}
