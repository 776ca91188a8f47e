import { writeFileSync } from "node:fs";
import Module from "node:module";
import type * as vscode from "vscode";

/** What the extension host alone knows of a workbench. */
export interface HostFacts {
  /** How many rows VS Code has asked for, so far: calls of `getTreeItem`. */
  rows: number;
}

type Load = (request: string, parent: { filename?: string } | null, isMain: boolean) => unknown;

/**
 * An extension beside ours, so that nothing in ours has to count: hands it a `vscode` whose trees are counted, and
 * keeps the figures in the file named by `DYNAMIQ_RUNS_FACTS`.
 */
export function activate(context: vscode.ExtensionContext): void {
  const file = process.env["DYNAMIQ_RUNS_FACTS"];
  if (!file) throw new Error("DYNAMIQ_RUNS_FACTS must name the file for the figures.");
  const facts: HostFacts = { rows: 0 };
  countTrees(facts);
  let written = "";
  const timer = setInterval(() => {
    const text = JSON.stringify(facts);
    if (text !== written) writeFileSync(file, (written = text));
  }, 100);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
}

function countTrees(facts: HostFacts): void {
  const loader = Module as unknown as { _load: Load };
  const load = loader._load;
  loader._load = (request, parent, isMain) => {
    const loaded = load.call(loader, request, parent, isMain);
    if (request !== "vscode" || !parent?.filename?.endsWith("extension.cjs")) return loaded;
    const { window } = loaded as typeof vscode;
    const createTreeView: typeof window.createTreeView = (id, options) => {
      const { treeDataProvider } = options;
      const counted = Object.create(treeDataProvider) as typeof treeDataProvider;
      counted.getTreeItem = (node) => {
        facts.rows++;
        return treeDataProvider.getTreeItem(node);
      };
      counted.getChildren = treeDataProvider.getChildren.bind(treeDataProvider);
      if (treeDataProvider.resolveTreeItem)
        counted.resolveTreeItem = treeDataProvider.resolveTreeItem.bind(treeDataProvider);
      return window.createTreeView(id, { ...options, treeDataProvider: counted });
    };
    // Values that change, such as `window.state`, are still read from VS Code each time.
    return Object.create(loaded as object, {
      window: { value: Object.create(window, { createTreeView: { value: createTreeView } }) },
    });
  };
}
