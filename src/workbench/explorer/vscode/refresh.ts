import * as vscode from "vscode";
import { explorerViewId } from "#host/ids.ts";
import { withSteps } from "#host/withSteps.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { App } from "#workbench/app.ts";
import { loadedWords } from "./items/listEnds.ts";
import { isNode } from "./nodes.ts";

type Context = Pick<App, "shownRuns" | "tree">;

/**
 * Reads what may have changed. A failure becomes a row or a welcome text, not a notification. The view shows that it is
 * busy. @param argument the row of one of several connections, which alone is read again
 */
export async function refresh({ shownRuns, tree }: Context, argument?: unknown): Promise<void> {
  const { several, store } = shownRuns;
  if (!store) return;
  const app = isNode(argument) && argument.kind === "error" ? argument.connectionId : undefined;
  if (app === undefined) tree.releaseHeld();
  const read = (): Promise<void> => (several && app !== undefined ? several.refreshApp(app) : store.refresh());
  await vscode.window.withProgress({ location: { viewId: explorerViewId } }, read);
}

/** Loads the next page of a list. @param argument the list's key, or a row: of a group, in it, or its *Load More* */
export async function loadMore(context: Context, argument: unknown): Promise<void> {
  const list = listOf(context, argument);
  if (list?.hasMore || list?.error) await context.shownRuns.store?.loadMore(list.query);
}

/** Loads the rest of a list. What was loaded stays when it is canceled. @param argument as of {@link loadMore} */
export async function loadAll(context: Context, argument: unknown): Promise<void> {
  const { store } = context.shownRuns;
  const list = listOf(context, argument);
  if (!store || (!list?.hasMore && !list?.error)) return;
  let before = list.runs.length;
  await withSteps("Loading runs", list.count - before, async ({ signal, onStep }) => {
    const show = (): void => {
      const now = store.list(list.query);
      onStep(loadedWords(now), now.runs.length - before);
      before = now.runs.length;
    };
    show();
    const following = store.onDidChange((change) => change.kind === "list" && change.key === list.key && show());
    try {
      await store.loadAll(list.query, { signal });
    } finally {
      following.dispose();
    }
  });
}

function listOf({ shownRuns, tree }: Context, argument: unknown): RunList | undefined {
  if (typeof argument === "string") return shownRuns.store?.listWithKey(argument);
  return isNode(argument) ? tree.listAt(argument) : undefined;
}
