/**
 * The *Runs* view: the list of an app's runs, with groups, filter, saved views and what is done with a row.
 * `vscode/runsTree.ts` makes the rows, `liveRuns.ts` follows the runs in sight, `layoutStore.ts` keeps filter and order.
 * Other features add rows of their own to `explorerViews.ts`.
 */
import type * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../base/disposable.ts";
import { onUnexpectedError } from "../../base/unexpectedError.ts";
import { keepContextKeys } from "../../core/contextKeys.ts";
import type { Core } from "../../core/core.ts";
import type { Feature } from "../../core/feature.ts";
import { stillForDialogs } from "../../host/dialogs.ts";
import { commandIds, hadWaitingKey } from "../../host/ids.ts";
import { whenTrusted } from "../../host/whenTrusted.ts";
import { KnownCauses } from "../../runs/failures/knownCauses.ts";
import { pendingInputRequests } from "../../runs/labels/pendingInputRequests.ts";
import { waitingList } from "../../runs/store/polling/waitingPoll.ts";
import type { App } from "../app.ts";
import type { ConnectionServices } from "../connections/vscode/services.ts";
import type { WatchedRuns } from "../connections/vscode/watchedRuns.ts";
import { waitingKeys } from "../inputRequests/core/waitingQuestions.ts";
import type { InputRequestServices } from "../inputRequests/vscode/services.ts";
import { WaitingPolls } from "../inputRequests/vscode/waitingPolls.ts";
import type { PanelServices } from "../panel/vscode/services.ts";
import { groupBy, sortBy } from "./vscode/arrangeRuns.ts";
import { cancelRun } from "./vscode/cancelRun.ts";
import type { Explorer } from "./vscode/explorer.ts";
import { ExplorerViews } from "./vscode/explorerViews.ts";
import { applyView, clearFilter, filterByRun, filterRuns } from "./vscode/filterRuns.ts";
import { LayoutStore, type ExplorerStores, explorerStores } from "./vscode/layoutStore.ts";
import { LiveRuns } from "./vscode/liveRuns.ts";
import { copyRunId, openAsText, openRun, saveOutput } from "./vscode/openRun.ts";
import { loadMore, refresh } from "./vscode/refresh.ts";
import { RunsTree } from "./vscode/runsTree.ts";
import { RunsView, revealRow } from "./vscode/runsView.ts";
import { deleteView, renameView, saveView } from "./vscode/savedViews.ts";
import type { ExplorerServices } from "./vscode/services.ts";

interface Needs extends Core, ConnectionServices, InputRequestServices, PanelServices {
  /** The view, made at the activation. */
  explorer: Explorer;
}

export const explorer: Feature<Needs, ExplorerServices, ExplorerStores, App> = {
  id: "explorer",
  contributes: ["dynamiqRuns.explorer"],
  stores: explorerStores,
  build(app) {
    const { explorer: made, extension, owned, shared, connections, activeRuns, watched, answers, views, panels } = app;
    const { view, changed } = made;
    const window = extension.workspaceState;
    const layouts = owned.add(new LayoutStore({ ...shared, views, window }, connections));
    const explorerViews = owned.add(new ExplorerViews(layouts));
    const knownCauses = owned.add(new KnownCauses({ known: shared.knownCauses, seen: shared.seenCauses }));
    const tree = owned.add(new RunsTree(activeRuns, explorerViews, changed, knownCauses));
    owned.add(tree.holdAnswered(answers));
    owned.add(view.onDidChangeVisibility(({ visible }) => visible || tree.releaseHeld()));
    owned.add(view.onDidCollapseElement(({ element }) => tree.collapsed(element)));
    owned.add(new RunsView({ runs: activeRuns, watched, layouts, tree, view }));
    owned.add(countAgain(watched, window));
    owned.add(new LiveRuns(activeRuns, explorerViews, view));
    owned.add(new WaitingPolls(watched, view));
    owned.add(stillForDialogs(changed));
    owned.add(
      keepContextKeys([watched, panels], () => {
        const shown = panels.activeRun?.run;
        return waitingKeys([
          ...watched.requests.map(({ request }) => request),
          ...(shown ? pendingInputRequests(shown) : []),
        ]);
      }),
    );
    const revealView = (viewId: string): Promise<void> => revealRow(view, tree.viewNode(viewId));
    return { layouts, explorerViews, tree, knownCauses, selectedRows: () => view.selection, revealView };
  },
  commands: {
    [commandIds.refresh]: refresh,
    [commandIds.loadMore]: loadMore,
    [commandIds.renameBatch]: renameView,
    [commandIds.deleteBatch]: deleteView,
    [commandIds.filter]: filterRuns,
    [commandIds.editFilter]: (app) => filterRuns(app, undefined),
    [commandIds.clearFilter]: clearFilter,
    [commandIds.filterByUser]: filterByRun("userId"),
    [commandIds.filterBySession]: filterByRun("sessionId"),
    [commandIds.groupBy]: groupBy,
    [commandIds.sortBy]: sortBy,
    [commandIds.saveView]: saveView,
    [commandIds.renameView]: renameView,
    [commandIds.deleteView]: deleteView,
    [commandIds.applyView]: applyView,
    [commandIds.openRun]: openRun,
    [commandIds.openSelectedRun]: openRun,
    [commandIds.cancelRun]: cancelRun,
    [commandIds.copyRunId]: copyRunId,
    [commandIds.openAsText]: openAsText,
    [commandIds.saveOutput]: saveOutput,
  },
};

/** Counts what waits once more after a reload, so that the badge is right before the view is opened. */
function countAgain(watched: WatchedRuns, window: vscode.Memento): Disposable {
  const owned = new DisposableStore();
  const hadWaiting = (): boolean => window.get(hadWaitingKey) === true;
  owned.add(
    watched.onDidChange(() => {
      if (!watched.apps.every(({ session }) => waitingList(session.store).isRead)) return;
      const waits = watched.counts.some(({ waiting }) => waiting > 0);
      if (waits !== hadWaiting()) window.update(hadWaitingKey, waits).then(undefined, onUnexpectedError);
    }),
  );
  if (hadWaiting()) owned.add(whenTrusted(() => void watched.refresh().catch(onUnexpectedError)));
  return owned;
}
