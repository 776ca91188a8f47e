import type * as vscode from "vscode";
import { KnownCauses } from "../runs/failures/knownCauses.ts";
import type { StoreChange } from "../runs/store/knownRuns.ts";
import { ActiveRuns } from "../views/connections/activeRuns.ts";
import { ConnectionStatus } from "../views/connections/connectionStatus.ts";
import { WatchedRuns } from "../views/connections/watchedRuns.ts";
import type { Explorer } from "../views/explorer/explorer.ts";
import { LayoutStore } from "../views/explorer/layoutStore.ts";
import { LiveRuns } from "../views/explorer/liveRuns.ts";
import type { RunsNode } from "../views/explorer/nodes.ts";
import { revealRow } from "../views/explorer/revealRow.ts";
import { RunsTree } from "../views/explorer/runsTree.ts";
import { RunsView } from "../views/explorer/runsView.ts";
import { ViewsAndBatches } from "../views/explorer/viewsAndBatches.ts";
import { WaitingPolls } from "../views/inputRequests/waitingPolls.ts";
import type { ConnectionsModule } from "./connectionsModule.ts";
import type { ModuleBase } from "./moduleBase.ts";
import type { SessionsModule } from "./sessionsModule.ts";

export interface ExplorerModule {
  activeRuns: ActiveRuns;
  /** The runs of the active connection and of all other watched ones. */
  watched: WatchedRuns;
  layouts: LayoutStore;
  tree: RunsTree;
  /** The causes of failures that people know, and those that they have seen. */
  knownCauses: KnownCauses;
  selectedRows: () => readonly RunsNode[];
  /** Shows a saved view's or a batch's row, without the focus. */
  revealView: (viewId: string) => Promise<void>;
}

/** The parts of the explorer that the entry bundle made. */
interface ExplorerEntry {
  explorer: Explorer;
  runsChanged: vscode.EventEmitter<StoreChange>;
}

/** The explorer: its rows, the parts around them, and the runs that are followed while it is in view. */
export function explorerModule(
  { owned, shared, window, onError }: ModuleBase,
  { explorer: { view, changed }, runsChanged }: ExplorerEntry,
  { connections }: ConnectionsModule,
  { batches, sessions }: SessionsModule,
): ExplorerModule {
  const activeRuns = owned.add(new ActiveRuns(connections, sessions));
  owned.add(activeRuns.onDidChange((change) => runsChanged.fire(change)));
  const layouts = owned.add(new LayoutStore({ ...shared, window }, connections, onError));
  const roots = owned.add(new ViewsAndBatches(layouts, batches));
  const causePlaces = { known: shared.knownCauses, seen: shared.seenCauses };
  const knownCauses = owned.add(new KnownCauses(causePlaces, onError));
  const tree = owned.add(new RunsTree(activeRuns, roots, changed, knownCauses));
  const watched = owned.add(new WatchedRuns(connections, sessions));
  owned.add(new RunsView({ runs: activeRuns, watched, layouts, tree, view }));
  owned.add(new LiveRuns(activeRuns, roots, view));
  owned.add(new WaitingPolls(watched, view));
  owned.add(new ConnectionStatus(activeRuns, watched));
  return {
    activeRuns,
    watched,
    layouts,
    tree,
    knownCauses,
    selectedRows: () => view.selection,
    revealView: (viewId) => revealRow(view, tree.viewNode(viewId)),
  };
}
