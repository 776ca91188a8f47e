import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { StorePoller } from "../../../runs/store/polling/storePoller.ts";
import { queriesInSight } from "../../../runs/store/queriesInSight.ts";
import type { RunQuery } from "../../../runs/store/runQuery.ts";
import { RunsOutline, storeView } from "../../../runs/store/runsOutline.ts";
import type { RunStore } from "../../../runs/store/runStore.ts";
import type { ActiveRuns } from "../../connections/vscode/activeRuns.ts";
import type { LayoutSource } from "./explorerViews.ts";
import { type GroupNode, nodeId, refOf, type RunsNode, type ViewNode } from "./nodes.ts";

/** Keeps the explorer up to date while the view is visible and the window has the focus. */
export class LiveRuns implements Disposable {
  readonly #runs: ActiveRuns;
  readonly #layouts: LayoutSource;
  readonly #view: vscode.TreeView<RunsNode>;
  readonly #disposables = new DisposableStore();
  readonly #poller: StorePoller;
  readonly #open = new Map<string, GroupNode | ViewNode>();
  #store: RunStore | undefined;

  constructor(runs: ActiveRuns, layouts: LayoutSource, view: vscode.TreeView<RunsNode>) {
    this.#runs = runs;
    this.#layouts = layouts;
    this.#view = view;
    const store = (): RunStore | undefined => runs.session?.store;
    this.#poller = this.#disposables.add(new StorePoller({ store, prepare: (each) => each.watch(this.#others()) }));
    this.#disposables.add(view.onDidChangeVisibility(() => this.#look()));
    this.#disposables.add(vscode.window.onDidChangeWindowState(() => this.#look()));
    this.#disposables.add(view.onDidExpandElement(({ element }) => this.#setOpen(element, true)));
    this.#disposables.add(view.onDidCollapseElement(({ element }) => this.#setOpen(element, false)));
    this.#disposables.add(layouts.onDidChange(() => this.#show()));
    this.#disposables.add(
      runs.onDidChange((change) => (change.kind === "all" ? this.#show() : this.#poller.note(change))),
    );
    this.#show();
    this.#look();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Switches the store to the current layout. Known runs show at once; the others are read. */
  #show(): void {
    const { session, connection } = this.#runs;
    if (!session || !connection) return;
    const { store } = session;
    const before = store.view;
    store.show(storeView(this.#layouts.layout(connection.id)));
    const isOther = store !== this.#store || store.view !== before;
    // Another connection's groups start collapsed when it shows again.
    if (store !== this.#store) this.#open.clear();
    this.#store = store;
    store.watch(this.#others());
    if (!isOther) return;
    this.#poller.hurry();
    if (store.state.kind !== "idle") void store.refresh();
  }

  #look(): void {
    this.#poller.setOn(this.#view.visible && vscode.window.state.focused);
  }

  #setOpen(node: RunsNode, isOpen: boolean): void {
    if (node.kind !== "group" && node.kind !== "view") return;
    if (isOpen) {
      this.#open.set(nodeId(node), node);
      // A group's own list isn't kept up to date while the group is collapsed.
      if (refOf(node).by !== "status") this.#poller.hurry();
    } else this.#open.delete(nodeId(node));
  }

  #others(): RunQuery[] {
    const { session, connection } = this.#runs;
    if (!session || !connection) return [];
    const views = this.#layouts.views(connection.id);
    const layout = this.#layouts.layout(connection.id);
    const outline = new RunsOutline(session.store, layout, views, Date.now());
    return queriesInSight(outline, layout, views, [...this.#open.values()].map(refOf));
  }
}
