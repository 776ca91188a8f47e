/**
 * The *Runs* view: the list of an app's runs, with groups, filter, saved views and what is done with a row.
 * `vscode/runsTree.ts` makes the rows, `liveRuns.ts` follows the runs in sight, `layoutStore.ts` keeps filter and order.
 * Other features add rows of their own (`layoutStore.ts`).
 */

import { activeRunSelected, hasOpenedRun } from "#host/contextKeys.ts";
import type { CommandsOf } from "#host/contributions/contributes.ts";
import { stillForDialogs } from "#host/dialogs.ts";
import { KnownCauses } from "#runs/failures/knownCauses.ts";
import type { App } from "#workbench/app.ts";
import type { ConnectionServices } from "#workbench/connections/vscode/services.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import type { Core } from "#workbench/core/core.ts";
import type { Feature } from "#workbench/core/feature.ts";
import type { InputRequestServices } from "#workbench/inputRequests/vscode/services.ts";
import type { PanelServices } from "#workbench/panel/vscode/services.ts";
import type { contributions } from "./contributes.ts";
import { groupBy, sortBy } from "./vscode/arrangeRuns.ts";
import { cancelRun } from "./vscode/cancelRun.ts";
import type { Explorer } from "./vscode/explorer.ts";
import { applyView, clearFilter, filterByConnection, filterByRun, filterRuns } from "./vscode/filterRuns.ts";
import { followWaiting } from "./vscode/followWaiting.ts";
import { LayoutStore, type ExplorerStores, explorerStores } from "./vscode/layoutStore.ts";
import { followLiveRuns } from "./vscode/liveRuns.ts";
import { rowIdOf, type RunsNode } from "./vscode/nodes.ts";
import { copyRunId, openAsText, openRun, saveOutput } from "./vscode/openRun.ts";
import { loadAll, loadMore, refresh } from "./vscode/refresh.ts";
import { RunsTree } from "./vscode/runsTree.ts";
import { followRunsView, revealRow } from "./vscode/runsView.ts";
import { deleteView, renameView, saveView } from "./vscode/savedViews.ts";
import { selectionKeys } from "./vscode/selectionKeys.ts";
import type { ExplorerServices } from "./vscode/services.ts";
import { settleRows } from "./vscode/settleRows.ts";
import { showAllConnections, showOneConnection } from "./vscode/showConnections.ts";
import { ShownRuns } from "./vscode/shownRuns.ts";

interface Context extends Core, ExplorerStores, ConnectionServices, InputRequestServices, PanelServices {
  /** The view, made at the activation. */
  explorer: Explorer;
}

export const explorer: Feature<Context, ExplorerServices, CommandsOf<typeof contributions>, ExplorerStores, App> = {
  id: "explorer",
  stores: explorerStores,
  build(app) {
    const { explorer: made, extension, owned, shared, connections, activeRuns, watched, answers, views, panels } = app;
    const { firstSteps } = app;
    const { view, changed } = made;
    const window = extension.workspaceState;
    const layouts = owned.add(new LayoutStore({ ...shared, views, window }, connections));
    const knownCauses = owned.add(new KnownCauses({ known: shared.knownCauses, seen: shared.seenCauses }));
    const shownRuns = owned.add(new ShownRuns(app, layouts, window));
    const tree = owned.add(new RunsTree(shownRuns, layouts, changed, knownCauses));
    owned.add(tree.holdAnswered(answers));
    owned.add(settleRows(view, tree));
    owned.add(followRunsView({ activeRuns, firstSteps, watched, layouts, tree, shownRuns }, view));
    const noteClick = (rows: readonly RunsNode[]): void => {
      if (rows.some(({ kind }) => kind === "run" || kind === "request")) firstSteps.note(hasOpenedRun);
    };
    owned.add(view.onDidChangeSelection(({ selection }) => noteClick(selection)));
    owned.add(followWaiting({ watched, panels, shownRuns, view, window, waitingReads: app.waitingReads }));
    owned.add(followLiveRuns({ activeRuns, layouts, shownRuns }, view));
    const runOf = (rowId: string) => shownRuns.store?.get(rowId);
    const selection = { onDidChange: view.onDidChangeSelection };
    owned.add(
      keepContextKeys([selection, shownRuns], { activeRunSelected }, () => selectionKeys(view.selection, runOf)),
    );
    owned.add(stillForDialogs(changed));
    const revealView = (viewId: string): Promise<void> => revealRow(view, tree.viewNode(viewId));
    const rowSays: ExplorerServices["rowSays"] = (run) => view.visible && tree.holds(run);
    // Just after a switch VS Code still has the rows of another list.
    const isShown = (row: RunsNode): boolean => !("runId" in row) || runOf(rowIdOf(row)) !== undefined;
    const selectedRows: ExplorerServices["selectedRows"] = () => (view.visible ? view.selection.filter(isShown) : []);
    return { layouts, shownRuns, tree, knownCauses, selectedRows, rowSays, revealView };
  },
  commands: {
    refresh,
    loadMore,
    loadAll,
    filter: filterRuns,
    editFilter: (app) => filterRuns(app, undefined),
    clearFilter,
    filterByUser: filterByRun("userId"),
    filterBySession: filterByRun("sessionId"),
    filterByConnection,
    groupBy,
    sortBy,
    saveView,
    renameView,
    deleteView,
    applyView,
    openRun,
    openSelectedRun: openRun,
    cancelRun,
    copyRunId,
    openAsText,
    saveOutput,
    showAllConnections,
    showOneConnection,
  },
};
