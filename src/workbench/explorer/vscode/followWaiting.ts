import * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "#base/disposable.ts";
import { onUnexpectedError } from "#base/unexpectedError.ts";
import { hadWaitingKey } from "#host/ids.ts";
import { readWatchWaiting, settingIds } from "#host/settings.ts";
import { whenTrusted } from "#host/whenTrusted.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { waitingList, WaitingPoll } from "#runs/store/polling/waitingPoll.ts";
import type { App } from "#workbench/app.ts";
import type { WatchedRuns } from "#workbench/connections/vscode/watchedRuns.ts";
import { keepContextKeys } from "#workbench/core/contextKeys.ts";
import { waitingKeys } from "#workbench/inputRequests/core/waitingQuestions.ts";
import type { RunsNode } from "./nodes.ts";

interface Needs extends Pick<App, "panels" | "watched"> {
  view: vscode.TreeView<RunsNode>;
  window: vscode.Memento;
}

/** Follows what waits for an answer: counts it after a reload, reads it while the view is in sight, and sets keys. */
export function followWaiting({ watched, panels, view, window }: Needs): Disposable {
  const owned = new DisposableStore();
  owned.add(countAgain(watched, window));
  owned.add(pollWaiting(watched, view));
  owned.add(
    keepContextKeys([watched, panels], () => {
      const shown = panels.activeRun?.run;
      return waitingKeys([
        ...watched.requests.map(({ request }) => request),
        ...(shown ? pendingInputRequests(shown) : []),
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
      const waits = watched.counts.some(({ waiting }) => waiting > 0);
      if (waits !== hadWaiting()) window.update(hadWaitingKey, waits).then(undefined, onUnexpectedError);
    }),
  );
  if (hadWaiting()) owned.add(whenTrusted(() => void watched.refresh().catch(onUnexpectedError)));
  return owned;
}

/**
 * Polls watched connections besides the active one for waiting runs, with few requests: while the explorer is visible,
 * or all the time if the setting says so. The active one is polled by the explorer while that is visible.
 */
function pollWaiting(watched: WatchedRuns, view: vscode.TreeView<RunsNode>): Disposable {
  const owned = new DisposableStore();
  const polls = new Map<string, WaitingPoll>();
  const end = (id: string): void => {
    polls.get(id)?.dispose();
    polls.delete(id);
  };
  const look = (): void => {
    const isInSight = view.visible && vscode.window.state.focused;
    const pace = isInSight ? "often" : readWatchWaiting() === "always" ? "rarely" : "off";
    const stores = new Map(watched.apps.map(({ connection, session }) => [connection.id, session.store]));
    for (const [id, { store }] of polls) if (stores.get(id) !== store) end(id);
    for (const [place, [id, store]] of [...stores].entries()) {
      const poll = polls.get(id) ?? new WaitingPoll(store);
      polls.set(id, poll);
      poll.setPace(isInSight && place === 0 ? "off" : pace);
    }
  };
  owned.add(toDisposable(() => [...polls.keys()].forEach(end)));
  owned.add(view.onDidChangeVisibility(look));
  owned.add(vscode.window.onDidChangeWindowState(look));
  owned.add(watched.onDidChange(look));
  owned.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingIds.watchWaiting)) look();
    }),
  );
  look();
  return owned;
}
