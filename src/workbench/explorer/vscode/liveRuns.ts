import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "#base/disposable.ts";
import type { StoreChange } from "#runs/store/knownRuns.ts";
import { StorePoller } from "#runs/store/polling/storePoller.ts";
import type { RunLists } from "#runs/store/runLists.ts";
import type { RunQuery } from "#runs/store/runQuery.ts";
import type { App } from "#workbench/app.ts";
import { queriesInSight } from "#workbench/explorer/core/queriesInSight.ts";
import { RunsOutline, storeView } from "#workbench/explorer/core/runsOutline.ts";
import { type GroupNode, nodeId, refOf, type RunsNode, type ViewNode } from "./nodes.ts";
import type { ShownRuns } from "./shownRuns.ts";

type Context = Pick<App, "activeRuns" | "layouts"> & { shownRuns: ShownRuns };

/** Keeps the explorer up to date while the view is in sight, at a calmer pace in a window without the focus. */
export function followLiveRuns(
  { activeRuns, layouts, shownRuns: runs }: Context,
  view: vscode.TreeView<RunsNode>,
): Disposable {
  const owned = new DisposableStore();
  const open = new Map<string, GroupNode | ViewNode>();
  let shown: RunLists | undefined;
  const others = (): RunQuery[] => {
    const { store, layout, layoutId } = runs;
    if (!store || !layout || layoutId === undefined) return [];
    const views = layouts.allViews(layoutId);
    const outline = new RunsOutline(store, layout, views, Date.now());
    return queriesInSight(outline, layout, views, [...open.values()].map(refOf));
  };
  const poller = owned.add(
    new StorePoller({ store: () => activeRuns.session?.store, prepare: (store) => store.watch(others()) }),
  );
  /** Switches the store to the current layout. Known runs show at once; the others are read. */
  const show = (): void => {
    const { store, layout } = runs;
    if (!store || !layout) return;
    const before = store.view;
    store.show(storeView(layout));
    const isOther = store !== shown || store.view !== before;
    // Another connection's groups start collapsed when it shows again.
    if (store !== shown) open.clear();
    shown = store;
    store.watch(others());
    if (!isOther) return;
    // The delays learned for the last view don't apply to this one.
    hurry();
    if (store.state.kind !== "idle") void store.refresh();
  };
  const hurry = (): void => (runs.several ?? poller).hurry();
  const look = (): void => setSight({ runs, poller }, view.visible);
  owned.add(view.onDidChangeVisibility(look));
  owned.add(vscode.window.onDidChangeWindowState(look));
  owned.add(
    view.onDidExpandElement(({ element }) => {
      if (element.kind !== "group" && element.kind !== "view") return;
      open.set(nodeId(element), element);
      // A group's own list isn't kept up to date while the group is collapsed.
      if (refOf(element).by !== "status") hurry();
    }),
  );
  owned.add(view.onDidCollapseElement(({ element }) => open.delete(nodeId(element))));
  owned.add(layouts.onDidChange(show));
  const follow = (change: StoreChange): void => {
    if (change.kind !== "all") return void (runs.isSeveral || poller.note(change));
    show();
    look();
  };
  owned.add(runs.onDidChange(follow));
  show();
  look();
  return owned;
}

/** The polls of several connections share a budget of requests, so they have a poller of their own. */
function setSight({ runs, poller }: { runs: ShownRuns; poller: StorePoller }, isVisible: boolean): void {
  const sight = !isVisible ? "off" : vscode.window.state.focused ? "live" : "calm";
  runs.merged.setSight(runs.isSeveral ? sight : "off");
  poller.setSight(runs.isSeveral ? "off" : sight);
}
