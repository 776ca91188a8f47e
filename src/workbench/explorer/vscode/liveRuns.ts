import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import { StorePoller } from "#runs/store/polling/storePoller.ts";
import type { RunQuery } from "#runs/store/runQuery.ts";
import type { RunStore } from "#runs/store/runStore.ts";
import type { App } from "#workbench/app.ts";
import { queriesInSight } from "#workbench/explorer/core/queriesInSight.ts";
import { RunsOutline, storeView } from "#workbench/explorer/core/runsOutline.ts";
import { type GroupNode, nodeId, refOf, type RunsNode, type ViewNode } from "./nodes.ts";

type Needs = Pick<App, "activeRuns" | "layouts">;

/** Keeps the explorer up to date while the view is in sight, at a calmer pace in a window without the focus. */
export function followLiveRuns({ activeRuns: runs, layouts }: Needs, view: vscode.TreeView<RunsNode>): Disposable {
  const owned = new DisposableStore();
  const open = new Map<string, GroupNode | ViewNode>();
  let shown: RunStore | undefined;
  const others = (): RunQuery[] => {
    const { session, connection } = runs;
    if (!session || !connection) return [];
    const views = layouts.allViews(connection.id);
    const layout = layouts.layout(connection.id);
    const outline = new RunsOutline(session.store, layout, views, Date.now());
    return queriesInSight(outline, layout, views, [...open.values()].map(refOf));
  };
  const poller = owned.add(
    new StorePoller({ store: () => runs.session?.store, prepare: (store) => store.watch(others()) }),
  );
  /** Switches the store to the current layout. Known runs show at once; the others are read. */
  const show = (): void => {
    const { session, connection } = runs;
    if (!session || !connection) return;
    const { store } = session;
    const before = store.view;
    store.show(storeView(layouts.layout(connection.id)));
    const isOther = store !== shown || store.view !== before;
    // Another connection's groups start collapsed when it shows again.
    if (store !== shown) open.clear();
    shown = store;
    store.watch(others());
    if (!isOther) return;
    // The delays learned for the last view don't apply to this one.
    poller.hurry();
    if (store.state.kind !== "idle") void store.refresh();
  };
  const look = (): void => poller.setSight(!view.visible ? "off" : vscode.window.state.focused ? "live" : "calm");
  owned.add(view.onDidChangeVisibility(look));
  owned.add(vscode.window.onDidChangeWindowState(look));
  owned.add(
    view.onDidExpandElement(({ element }) => {
      if (element.kind !== "group" && element.kind !== "view") return;
      open.set(nodeId(element), element);
      // A group's own list isn't kept up to date while the group is collapsed.
      if (refOf(element).by !== "status") poller.hurry();
    }),
  );
  owned.add(view.onDidCollapseElement(({ element }) => open.delete(nodeId(element))));
  owned.add(layouts.onDidChange(show));
  owned.add(runs.onDidChange((change) => (change.kind === "all" ? show() : poller.note(change))));
  show();
  look();
  return owned;
}
