import { setTimeout as delay } from "node:timers/promises";
import type * as vscode from "vscode";
import { type Disposable, DisposableStore, toDisposable } from "#base/disposable.ts";
import { SpacedTask } from "#base/spacedTask.ts";
import {
  filtered,
  hasConnected,
  hasFoundRuns,
  type OwnContextValues,
  showsSeveralConnections,
  viewState,
} from "#host/contextKeys.ts";
import type { ViewState } from "#host/ids.ts";
import { setContextKey } from "#host/setContextKey.ts";
import { queryTextOf } from "#runs/query/listQuery.ts";
import type { App } from "#workbench/app.ts";
import {
  explorerMessage,
  problemDescription,
  severalMessage,
  severalTitle,
  viewTitle,
  waitingBadge,
} from "#workbench/connections/vscode/connectionText.ts";
import { can } from "#workbench/core/connections/connectionAbilities.ts";
import type { RunsNode } from "./nodes.ts";
import type { ShownRuns } from "./shownRuns.ts";
import { loadingApps } from "./treeRows.ts";
import { viewStateOf } from "./viewState.ts";

/** In milliseconds: how far the row of a young run may lag behind its own steps of ten seconds. */
const tickInterval = 5_000;
/** The other rows change once a minute. */
const ticksOfMinute = 12;

/** With these the view has no room for the connection's name beside its address. */
const failures: ReadonlySet<ViewState> = new Set(["unreachable", "notServed", "sampleEnded", "auth", "failed"]);

type Context = Pick<App, "activeRuns" | "firstSteps" | "layouts" | "tree" | "watched"> & { shownRuns: ShownRuns };
type ViewPart = "badge" | "description" | "message" | "onDidChangeVisibility" | "title" | "visible";

/** Keeps the parts of the explorer around its rows: title, badge, filter, welcome text, and the clock of active rows. */
export function followRunsView(
  { activeRuns: runs, firstSteps, watched, layouts, tree, shownRuns }: Context,
  view: Pick<vscode.TreeView<RunsNode>, ViewPart>,
): Disposable {
  const owned = new DisposableStore();
  const told = new Map<string, unknown>();
  const setKey = <Key extends keyof OwnContextValues>(key: Key, value: OwnContextValues[Key]): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void setContextKey(key, value);
  };
  const show = (): void => {
    const { connection, session } = runs;
    const { isSeveral, layoutId, store } = shownRuns;
    const state = viewStateOf(store?.state, tree.isEmpty, isSeveral ? undefined : connection);
    // A welcome text can't contain the address, and the title has no room for it beside the connection's name.
    const isFailure = failures.has(state);
    view.title = isSeveral ? severalTitle : viewTitle(isFailure ? undefined : connection);
    const problem = connection && session && !isSeveral ? problemDescription(connection, session.store.state) : "";
    view.description = state === "loading" ? "" : problem;
    view.badge = waitingBadge(watched.counts);
    const filter = queryTextOf(layoutId === undefined ? {} : layouts.layout(layoutId).filter);
    // Each row of several apps has the mark of its own.
    const own = explorerMessage(state, filter, !isSeveral && connection?.production !== undefined, problem);
    // A narrow title has no room for it.
    const several = isSeveral && state === "rows" ? severalWords(shownRuns) : [];
    const message = [several, own || []].flat().join(" · ");
    if (view.message !== message) view.message = message;
    setKey(showsSeveralConnections, isSeveral);
    setKey(filtered, filter !== "");
    setKey(viewState, state);
    if (session?.store.state.kind === "ready" && connection && can(connection, "start")) firstSteps.note(hasConnected);
    if (filter !== "") firstSteps.note(hasFoundRuns);
  };
  // Changes come in bursts.
  const showing = owned.add(new SpacedTask(show, 0));
  for (const { onDidChange } of [watched, runs, shownRuns, layouts]) owned.add(onDidChange(() => showing.ask()));
  owned.add(tree.onDidDraw(() => showing.ask()));
  let ticks = 0;
  const clock = setInterval(() => view.visible && tree.tick(++ticks % ticksOfMinute === 0), tickInterval);
  owned.add(toDisposable(() => clearInterval(clock)));
  owned.add(view.onDidChangeVisibility(({ visible }) => visible && tree.tick(true)));
  show();
  return owned;
}

function severalWords({ store, connections }: ShownRuns): string {
  return severalMessage(store ? loadingApps(store.state).length : 0, connections.length);
}

/** In milliseconds: by then a new row has been drawn. */
const drawDelay = 800;

/** Scrolls to a row and selects it, in a view that may be hidden. The focus doesn't change. */
export async function revealRow<T>(view: vscode.TreeView<T>, row: T): Promise<void> {
  const quiet = { focus: false, expand: false };
  if (!view.visible) await view.reveal(row, { ...quiet, select: false });
  await delay(drawDelay);
  // If the person has switched to another view meanwhile, it stays.
  if (view.visible) await view.reveal(row, { ...quiet, select: true });
}
