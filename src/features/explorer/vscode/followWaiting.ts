import * as vscode from "vscode";
import { type Disposable, DisposableStore } from "../../../base/disposable.ts";
import { onUnexpectedError } from "../../../base/unexpectedError.ts";
import { keepContextKeys } from "../../../core/contextKeys.ts";
import { hadWaitingKey } from "../../../host/ids.ts";
import { readWatchWaiting, settingIds } from "../../../host/settings.ts";
import { whenTrusted } from "../../../host/whenTrusted.ts";
import { pendingInputRequests } from "../../../runs/labels/pendingInputRequests.ts";
import { waitingList, WaitingPoll } from "../../../runs/store/polling/waitingPoll.ts";
import type { App } from "../../app.ts";
import type { WatchedRuns } from "../../connections/vscode/watchedRuns.ts";
import { waitingKeys } from "../../inputRequests/core/waitingQuestions.ts";
import type { RunsNode } from "./nodes.ts";

interface Needs extends Pick<App, "panels" | "watched"> {
  view: vscode.TreeView<RunsNode>;
  window: vscode.Memento;
}

/** Follows what waits for an answer: counts it after a reload, reads it while the view is in sight, and sets keys. */
export function followWaiting({ watched, panels, view, window }: Needs): Disposable {
  const owned = new DisposableStore();
  owned.add(countAgain(watched, window));
  owned.add(new WaitingPolls(watched, view));
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

type Visible = Pick<vscode.TreeView<unknown>, "visible" | "onDidChangeVisibility">;

/**
 * Polls watched connections besides the active one for waiting runs, with few requests: while the explorer is visible,
 * or all the time if the setting says so. The active one is polled by the explorer while that is visible.
 */
class WaitingPolls implements Disposable {
  readonly #watched: WatchedRuns;
  readonly #view: Visible;
  readonly #disposables = new DisposableStore();
  readonly #polls = new Map<string, WaitingPoll>();

  constructor(watched: WatchedRuns, view: Visible) {
    this.#watched = watched;
    this.#view = view;
    const look = (): void => this.#look();
    this.#disposables.add(view.onDidChangeVisibility(look));
    this.#disposables.add(vscode.window.onDidChangeWindowState(look));
    this.#disposables.add(watched.onDidChange(look));
    const changed = vscode.workspace.onDidChangeConfiguration(
      (event) => event.affectsConfiguration(settingIds.watchWaiting) && look(),
    );
    this.#disposables.add(changed);
    look();
  }

  dispose(): void {
    this.#disposables.dispose();
    for (const poll of this.#polls.values()) poll.dispose();
    this.#polls.clear();
  }

  #look(): void {
    const isInSight = this.#view.visible && vscode.window.state.focused;
    const pace = isInSight ? "often" : readWatchWaiting() === "always" ? "rarely" : "off";
    const { apps } = this.#watched;
    const known = new Set(apps.map(({ connection }) => connection.id));
    for (const [id, poll] of this.#polls) if (!known.has(id)) this.#end(id, poll);
    for (const [place, { connection, session }] of apps.entries()) {
      const held = this.#polls.get(connection.id);
      if (held && held.store !== session.store) this.#end(connection.id, held);
      const poll = this.#polls.get(connection.id) ?? new WaitingPoll(session.store);
      this.#polls.set(connection.id, poll);
      poll.setPace(isInSight && place === 0 ? "off" : pace);
    }
  }

  #end(id: string, poll: WaitingPoll): void {
    poll.dispose();
    this.#polls.delete(id);
  }
}
