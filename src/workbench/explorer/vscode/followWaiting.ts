import * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { approvalWaits, browserWaits, questionWaits } from "#host/contextKeys.ts";
import { hadWaitingKey } from "#host/ids.ts";
import * as settingIds from "#host/settingIds.ts";
import { readSetting } from "#host/settings.ts";
import { whenTrusted } from "#host/whenTrusted.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { waitingList, WaitingPoll } from "#runs/store/polling/waitingPoll.ts";
import { countedQuery } from "#runs/store/storeView.ts";
import type { Entities } from "#storage/memoryEntities.ts";
import type { App } from "#workbench/app.ts";
import type { WatchedRuns } from "#workbench/connections/vscode/watchedRuns.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import { type WaitingRead, WaitingReads } from "#workbench/explorer/core/waitingReads.ts";
import { waitingKeys } from "#workbench/inputRequests/core/waitingQuestions.ts";
import type { RunsNode } from "./nodes.ts";
import type { ShownRuns } from "./shownRuns.ts";

interface Context extends Pick<App, "panels" | "watched"> {
  shownRuns: ShownRuns;
  view: vscode.TreeView<RunsNode>;
  window: vscode.Memento;
  waitingReads: Entities<WaitingRead>;
}

/** Follows what waits for an answer: counts it after a reload, reads it from time to time, and sets keys. */
export function followWaiting({ watched, panels, shownRuns, view, window, waitingReads }: Context): Disposable {
  const owned = new DisposableStore();
  owned.add(countAgain(watched, window));
  owned.add(pollWaiting({ watched, shownRuns }, view, waitingReads));
  owned.add(
    keepContextKeys([watched, panels], { approvalWaits, browserWaits, questionWaits }, () => {
      const inPanel = panels.activeRun?.run;
      const listed = shownRuns.several?.list(countedQuery("awaiting_input")).runs ?? [];
      return waitingKeys([
        ...watched.requests.map(({ request }) => request),
        ...[...listed, ...(inPanel ? [inPanel] : [])].flatMap(pendingInputRequests),
      ]);
    }),
  );
  return owned;
}

/** Counts what waits once more after a reload, so that the badge is right before the view is opened. */
function countAgain(watched: WatchedRuns, window: vscode.Memento): Disposable {
  const owned = new DisposableStore();
  const hadWaiting = (): boolean => window.get(hadWaitingKey) === true;
  owned.add(
    watched.onDidChange(() => {
      if (!watched.apps.every(({ session }) => waitingList(session.store).isRead)) return;
      const waits = watched.apps.some(({ session }) => waitingList(session.store).count > 0);
      if (waits !== hadWaiting()) window.update(hadWaitingKey, waits).then(undefined, onUnexpectedError);
    }),
  );
  if (hadWaiting()) owned.add(whenTrusted(() => void watched.refresh().catch(onUnexpectedError)));
  return owned;
}

/**
 * Polls the active and the other watched connections for waiting runs, with few requests: the others often while the
 * view is in sight, all of them once a minute in the background, from one of all windows, unless the setting says no.
 * While the view is in sight, the *Runs* view itself reads those of the connections that it shows.
 */
function pollWaiting(
  { watched, shownRuns }: Pick<Context, "watched" | "shownRuns">,
  view: vscode.TreeView<RunsNode>,
  kept: Entities<WaitingRead>,
): Disposable {
  const owned = new DisposableStore();
  const reads = new WaitingReads(kept);
  const polls = new Map<string, WaitingPoll>();
  const end = (id: string): void => {
    polls.get(id)?.dispose();
    polls.delete(id);
  };
  const look = (): void => {
    const isWatched = view.visible && vscode.window.state.focused;
    const inBackground = view.visible || readSetting(settingIds.watchWaiting) === "always" ? "rarely" : "off";
    const { apps } = watched;
    const stores = new Map(apps.map(({ connection, session }) => [connection.id, session.store]));
    for (const [id, { store }] of polls) if (stores.get(id) !== store) end(id);
    const shown = new Set(shownRuns.connections.map(({ id }) => id));
    for (const { connection, session } of apps) {
      const { id, baseUrl } = connection;
      const poll = polls.get(id) ?? new WaitingPoll(session.store, reads.turnsOf(id, baseUrl));
      polls.set(id, poll);
      poll.setPace(view.visible && shown.has(id) ? "off" : isWatched ? "often" : inBackground);
    }
  };
  owned.add(toDisposable(() => [...polls.keys()].forEach(end)));
  owned.add(view.onDidChangeVisibility(look));
  owned.add(vscode.window.onDidChangeWindowState(look));
  owned.add(watched.onDidChange(look));
  owned.add(shownRuns.onDidChange(({ kind }) => kind === "all" && look()));
  // Another window has asked. This one asks too if it knows something else.
  owned.add(kept.onDidChange((ids) => ids.forEach((id) => polls.get(id)?.hurry())));
  owned.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingIds.watchWaiting)) look();
    }),
  );
  look();
  return owned;
}
