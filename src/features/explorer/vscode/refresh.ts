import * as vscode from "vscode";
import { explorerViewId } from "../../../host/ids.ts";
import type { App } from "../../app.ts";
import { isNode } from "./nodes.ts";

type Needs = Pick<App, "activeRuns" | "tree">;

/**
 * Reads what may have changed. A failure becomes a row or a welcome text, not a notification. The view shows that it is
 * busy.
 */
export async function refresh({ activeRuns, tree }: Needs): Promise<void> {
  const { session } = activeRuns;
  if (!session) return;
  tree.releaseHeld();
  await vscode.window.withProgress({ location: { viewId: explorerViewId } }, () => session.store.refresh());
}

/** Loads the next page of a list. @param argument the list's key, or a row: of a group, in it, or its *Load More* */
export async function loadMore({ activeRuns, tree }: Needs, argument: unknown): Promise<void> {
  const store = activeRuns.session?.store;
  const list =
    typeof argument === "string" ? store?.listWithKey(argument) : isNode(argument) ? tree.listAt(argument) : undefined;
  if (list?.hasMore || list?.error) await store?.loadMore(list.query);
}
