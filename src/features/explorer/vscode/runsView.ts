import { setTimeout as delay } from "node:timers/promises";
import * as vscode from "vscode";
import type { ApiError } from "../../../api/errors.ts";
import { type Disposable, DisposableStore, toDisposable } from "../../../base/disposable.ts";
import { shortReason } from "../../../host/errors/shortReason.ts";
import { unsentKeyOf } from "../../../host/errors/unsentKey.ts";
import { contextKeys, type ViewState } from "../../../host/ids.ts";
import { queryTextOf } from "../../../runs/query/listQuery.ts";
import type { RunsSession } from "../../../runs/store/runsSession.ts";
import type { ActiveRuns } from "../../connections/vscode/activeRuns.ts";
import {
  explorerMessage,
  problemDescription,
  viewTitle,
  waitingBadge,
} from "../../connections/vscode/connectionText.ts";
import type { WatchedRuns } from "../../connections/vscode/watchedRuns.ts";
import type { LayoutSource } from "./explorerViews.ts";
import type { RunsNode } from "./nodes.ts";
import type { RunsTree } from "./runsTree.ts";

/** In milliseconds: how far the row of a young run may lag behind its own steps of ten seconds. */
const tickInterval = 5_000;
/** The other rows change once a minute. */
const ticksOfMinute = 12;

export interface RunsViewOptions {
  runs: ActiveRuns;
  watched: WatchedRuns;
  layouts: LayoutSource;
  tree: RunsTree;
  view: vscode.TreeView<RunsNode>;
}

/** The parts of the explorer around its rows: title, badge, filter, welcome text, and the clock of active rows. */
export class RunsView implements Disposable {
  readonly #runs: ActiveRuns;
  readonly #watched: WatchedRuns;
  readonly #disposables = new DisposableStore();
  readonly #view: vscode.TreeView<RunsNode>;
  readonly #tree: RunsTree;
  readonly #layouts: LayoutSource;
  #shown: ViewState | undefined;
  #filtered: boolean | undefined;
  #isPending = false;

  constructor({ runs, watched, layouts, tree, view }: RunsViewOptions) {
    this.#runs = runs;
    this.#watched = watched;
    this.#tree = tree;
    this.#layouts = layouts;
    this.#view = view;
    this.#disposables.add(watched.onDidChange(() => this.#showSoon()));
    this.#disposables.add(runs.onDidChange(() => this.#showSoon()));
    this.#disposables.add(layouts.onDidChange(() => this.#showSoon()));
    let ticks = 0;
    const clock = setInterval(() => this.#view.visible && tree.tick(++ticks % ticksOfMinute === 0), tickInterval);
    this.#disposables.add(this.#view.onDidChangeVisibility(({ visible }) => visible && tree.tick(true)));
    this.#disposables.add(toDisposable(() => clearInterval(clock)));
    this.#show();
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  /** Changes come in bursts. */
  #showSoon(): void {
    if (this.#isPending) return;
    this.#isPending = true;
    queueMicrotask(() => {
      this.#isPending = false;
      this.#show();
    });
  }

  #show(): void {
    const { connection, session } = this.#runs;
    const state = viewStateOf(session, this.#tree.isEmpty);
    // A welcome text can't contain the address, and the title has no room for it beside the connection's name.
    const isFailure = state === "unreachable" || state === "auth" || state === "failed";
    this.#view.title = viewTitle(isFailure ? undefined : connection);
    const failed = session?.store.state.kind === "failed" ? session.store.state.error : undefined;
    this.#view.description = connection && failed ? problemDescription(connection, shortReason(failed)) : "";
    this.#view.badge = waitingBadge(this.#watched.counts);
    this.#showFilter(state);
    if (state === this.#shown) return;
    this.#shown = state;
    void vscode.commands.executeCommand("setContext", contextKeys.viewState, state);
  }

  #showFilter(state: ViewState): void {
    const { connection } = this.#runs;
    const filter = connection ? this.#layouts.layout(connection.id).filter : {};
    const words = queryTextOf(filter);
    const message = explorerMessage(state, words, connection?.production !== undefined);
    if (this.#view.message !== message) this.#view.message = message;
    const filtered = words !== "";
    if (filtered === this.#filtered) return;
    this.#filtered = filtered;
    void vscode.commands.executeCommand("setContext", contextKeys.filtered, filtered);
  }
}

/**
 * What the explorer shows: rows, or one of the welcome texts. Existing rows stay after a failure.
 *
 * @param isEmpty whether there are no rows
 */
function viewStateOf(session: RunsSession | undefined, isEmpty: boolean): ViewState {
  if (!session) return "noConnection";
  const { state } = session.store;
  if (!isEmpty) return "rows";
  switch (state.kind) {
    case "idle":
    case "loading":
      return "loading";
    case "ready":
      return "empty";
    case "failed":
      return state.error ? failureState(state.error) : "failed";
  }
}

function failureState(error: ApiError): ViewState {
  switch (error.kind) {
    case "network":
    case "timeout":
    case "tls":
      return "unreachable";
    case "auth":
      return unsentKeyOf(error) ?? "auth";
    case "forbidden":
      return "auth";
    default:
      return "failed";
  }
}

/** In milliseconds: by then a new row has been drawn. */
const drawn = 800;

/** Scrolls to a row and selects it, in a view that may be hidden. The focus doesn't change. */
export async function revealRow<T>(view: vscode.TreeView<T>, row: T): Promise<void> {
  const quiet = { focus: false, expand: false };
  if (!view.visible) await view.reveal(row, { ...quiet, select: false });
  await delay(drawn);
  // If the person has switched to another view meanwhile, it stays.
  if (view.visible) await view.reveal(row, { ...quiet, select: true });
}
