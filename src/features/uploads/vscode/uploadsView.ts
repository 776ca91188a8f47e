import type * as vscode from "vscode";
import { createLazyTree, type LazyTree } from "#host/lazyTree.ts";
import type { UploadNode, UploadServices } from "./uploadsTree.ts";

export function createUploadsView(
  { isEmpty, load }: { isEmpty: () => Promise<boolean>; load: () => Promise<Pick<UploadServices, "uploadsTree">> },
  subscriptions: vscode.Disposable[],
): LazyTree<UploadNode> {
  return createLazyTree(
    { viewId: "dynamiqRuns.uploads", isEmpty, load: async () => (await load()).uploadsTree },
    subscriptions,
  );
}
