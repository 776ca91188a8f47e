import * as vscode from "vscode";
import { isApiError } from "#api/errors.ts";
import type { Run } from "#api/schemas.ts";
import { commandIds } from "#host/commandIds.ts";
import { isUnreachable } from "#host/errors/shortReason.ts";
import { asksSeveral, pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { runTitle } from "#runs/labels/runLabel.ts";
import { hasNoId } from "#runs/labels/unreadableRun.ts";
import type { Retry } from "#runs/store/retries.ts";
import type { RunList } from "#runs/store/runList.ts";
import type { RunLists } from "#runs/store/runLists.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import { appWords, waitsLong } from "#workbench/connections/vscode/connectionText.ts";
import type { Connection } from "#workbench/core/connections/connection.ts";
import type { RowAct } from "#workbench/explorer/core/heldRuns.ts";
import type { SortBy } from "#workbench/explorer/core/runsLayout.ts";
import type { OutlineGroup, RunsOutline } from "#workbench/explorer/core/runsOutline.ts";
import { refOf, rowIdOf, type RunNode, type RunsNode, type ViewNode } from "#workbench/explorer/vscode/nodes.ts";
import type { OwnRun } from "#workbench/explorer/vscode/shownRuns.ts";
import { noticeItem, startItem } from "#workbench/explorer/vscode/topRows.ts";
import { failedRuns, isOpenAtFirst, loadingApps, stateOf, type TreeRows } from "#workbench/explorer/vscode/treeRows.ts";
import { inputRequestTitle } from "#workbench/inputRequests/core/answerWords.ts";
import type { InputRequestTimes } from "#workbench/inputRequests/core/inputRequestTimes.ts";
import { contextWords } from "#workbench/panel/vscode/contextWords.ts";
import { openRunCommand } from "#workbench/panel/vscode/runUri.ts";
import { causeItem, type CauseMarks, foldItem, groupItem, savedSearchItem, viewItem, viewsItem } from "./groupItem.ts";
import { delayWords, failureFacts, failureLabel, loadedWords } from "./listEnds.ts";
import { inputRequestItem, runItem } from "./runItem.ts";
import { type Apart, apartWords, type KnownOfRun } from "./runRow.ts";

export interface ItemContext {
  /** Of which connection, or list of several, the rows are. */
  layoutId: string;
  /** A run as its app has it. */
  own: (run: Run) => OwnRun | undefined;
  /** The connections in the list, and whether it may have several. */
  connections: readonly Connection[];
  showsSeveral: boolean;
  store: RunLists;
  outline: RunsOutline;
  views: readonly SavedView[];
  /** The name of the row above the views. */
  viewsTitle: string;
  rows: TreeRows;
  times: InputRequestTimes;
  /** Milliseconds since the epoch. */
  now: number;
  marks: CauseMarks;
  sortBy: SortBy;
  /** What tells a row apart from another one of its list that says the same. */
  apart: (node: RunNode) => Apart | undefined;
  /** Why an answer from here wasn't sent. */
  unsent: (runId: string, requestId: string) => string | undefined;
}

type Known = Pick<ItemContext, "own" | "showsSeveral" | "views" | "times" | "sortBy" | "unsent">;

/** What is known of a run in a list. @param viewId the id of the saved view that contains the row */
export function knownOf(run: Run, context: Known, viewId?: string): KnownOfRun {
  const { views, times, sortBy, unsent } = context;
  const [request] = pendingInputRequests(run);
  const from = views.find(({ batch }) => batch?.runs.ids.has(run.id));
  return {
    ...knownOfOwn(run, context),
    // Below a batch all runs are of that batch.
    batch: from?.id === viewId ? undefined : from?.name,
    line: from?.batch?.lines.get(run.id),
    since: times.oldest(run),
    sortBy,
    unsent: request && !asksSeveral(run) ? unsent(run.id, request.id) : undefined,
  };
}

/** What its app knows of a run, and which app that is in the list of several. */
function knownOfOwn(run: Run, { own, showsSeveral }: Known): KnownOfRun {
  const { run: its, session, connection } = own(run) ?? {};
  if (!its || !session) return {};
  const { store } = session;
  return {
    path: store.titlePath,
    test: store.testOf(its.id),
    byAgent: store.isByAgent(its.id),
    ...store.endOf(its),
    ...(showsSeveral && connection && { app: appWords(connection) }),
  };
}

function click({ run, session }: OwnRun, known: KnownOfRun): vscode.Command {
  const apart = apartWords(run, known).join(" · ");
  const { connectionId, store } = session;
  return openRunCommand({ connectionId, runId: run.id }, runTitle(run, store.titlePath), { apart });
}

/** What VS Code draws for a node, except its id. */
export function treeItem(node: RunsNode, context: ItemContext): vscode.TreeItem {
  const { store, outline, views, rows } = context;
  switch (node.kind) {
    case "run":
      return itemOfRun(node, context);
    case "request":
      return itemOfRequest(node, context);
    case "group": {
      const group = outline.group(node);
      return group ? itemOfGroup(group, context) : new vscode.TreeItem(node.value);
    }
    case "notice":
      return noticeItem(node);
    case "start":
      return startItem(node);
    case "views":
      return viewsItem(context.viewsTitle, views.length);
    case "view":
      return itemOfView(node, context);
    case "fold": {
      const { to, isOpen } = rows.foldRange(node, outline);
      return foldItem(node.from, to, isOpen);
    }
    case "more": {
      const list = store.listWithKey(node.list);
      return list ? moreItem(list) : new vscode.TreeItem("");
    }
    case "error":
      return itemOfError(node, context);
    case "loading":
      return loadingItem(context);
  }
}

type NodeOf<Kind extends RunsNode["kind"]> = Extract<RunsNode, { kind: Kind }>;

function itemOfRun(node: NodeOf<"run">, context: ItemContext): vscode.TreeItem {
  const { store, outline, now } = context;
  const shown = outline.run(rowIdOf(node));
  const own = shown && context.own(shown);
  if (!own) return new vscode.TreeItem(node.runId);
  const { run, session } = own;
  const known = { ...knownOf(shown, context, node.viewId), apart: context.apart(node) };
  const item = runItem(run, session.connectionId, now, known);
  // A run without an id can't be requested. Its tooltip shows everything that is known.
  if (!hasNoId(run)) item.command = click(own, known);
  const held = outline.held(shown.id);
  if (!held) return item;
  item.contextValue = settledWords(contextWords(store.get(shown.id) ?? run, session.connectionId));
  if (asksSeveral(run)) return item;
  const title = [known.app ?? [], runTitle(run, known.path, known.test)].flat().join(", ");
  return settledItem(item, title, held.act.words, held.act.kind);
}

function itemOfRequest(node: NodeOf<"request">, context: ItemContext): vscode.TreeItem {
  const { store, outline, times, now } = context;
  const run = outline.run(rowIdOf(node));
  const own = run && context.own(run);
  const request = run && pendingInputRequests(run).find(({ id }) => id === node.requestId);
  if (!request || !own) return new vscode.TreeItem(node.requestId);
  const unsent = context.unsent(run.id, request.id);
  const item = inputRequestItem(request, { since: times.of(run.id, request.id), now, unsent });
  item.command = click(own, {});
  const words = outline.held(run.id)?.requests.get(request.id);
  const current = store.get(run.id);
  const isOpen = current && pendingInputRequests(current).some(({ id }) => id === request.id);
  if (words !== undefined || !isOpen) item.contextValue = settledWords(item.contextValue?.split(" ") ?? []);
  return words === undefined ? item : settledItem(item, inputRequestTitle(request), words, "answered");
}

function itemOfError(node: NodeOf<"error">, { store, connections, showsSeveral }: ItemContext): vscode.TreeItem {
  const list = node.list === undefined ? undefined : store.listWithKey(node.list);
  if (list) {
    const item = listErrorItem(list);
    // Its menu is about one connection.
    if (showsSeveral) item.contextValue = "";
    return item;
  }
  const { retry, error, at } = stateOf(node, store.state);
  const item =
    retry && waitsLong(retry)
      ? delayItem(retry)
      : errorItem(failureLabel(error, "The runs"), error, at, { command: commandIds.refresh, arguments: [node] });
  const app = connections.find(({ id }) => id === node.connectionId);
  return app ? itemOfApp(item, app) : item;
}

function itemOfView(node: ViewNode, { views, outline, store }: ItemContext): vscode.TreeItem {
  const view = views.find(({ id }) => id === node.viewId);
  // What the list of several connections shows of some isn't a list of its own, so it is applied.
  if (view?.isSearch || view?.filter.connections) return savedSearchItem(view.id, view.name, view.query ?? "");
  if (!view) return new vscode.TreeItem("");
  return viewItem(view, outline.group(refOf(node)), failedRuns(view.batch?.runs.ids, store));
}

function itemOfGroup(group: OutlineGroup, { outline, store, marks, now }: ItemContext): vscode.TreeItem {
  const isOpen = isOpenAtFirst(group, outline, now);
  if (group.cause) return causeItem(group, group.cause, { marks, now, isOpen });
  return groupItem(group, { now, isOpen, titlePath: store.titlePath });
}

const actIcons: Record<RowAct["kind"], string | undefined> = {
  answered: "check",
  gone: "dash",
  canceled: "circle-slash",
  "started again": undefined,
};

/** The row of a run or an input request with which something was done. @param title as it is read aloud */
function settledItem(item: vscode.TreeItem, title: string, words: string, kind: RowAct["kind"]): vscode.TreeItem {
  item.description = words;
  const icon = actIcons[kind];
  if (icon !== undefined) item.iconPath = new vscode.ThemeIcon(icon);
  item.accessibilityInformation = { label: `${title}, ${words}` };
  return item;
}

/** The menu has all that the run allows, but nothing comes under the pointer in place of the buttons. */
function settledWords(words: readonly string[]): string {
  return [...words.filter((word) => !answerWords.has(word)), "settled"].join(" ");
}

const answerWords = new Set(["approval", "feedback", "browser"]);

function moreItem(list: RunList): vscode.TreeItem {
  const item = new vscode.TreeItem(list.loading ? "Loading…" : "Load More");
  item.iconPath = new vscode.ThemeIcon(list.loading ? "loading~spin" : "ellipsis");
  item.description = loadedWords(list);
  item.contextValue = list.loading ? "loading" : "more";
  item.command = { command: commandIds.loadMore, title: "Load More", arguments: [list.key] };
  return item;
}

/** The row of runs that aren't read before the app allows it. Nothing can hurry it, so it has no command. */
function delayItem(retry: Retry): vscode.TreeItem {
  const { label, description } = delayWords(retry);
  const item = new vscode.TreeItem(label);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon("history");
  item.contextValue = "delay";
  item.tooltip = retry.error.message;
  return item;
}

function isKeyRejected(error: unknown): boolean {
  return isApiError(error) && (error.kind === "auth" || error.kind === "forbidden");
}

/** What a row says of one of several connections, with its name first. */
function itemOfApp(item: vscode.TreeItem, app: Connection): vscode.TreeItem {
  const what = typeof item.label === "string" ? item.label : "";
  item.label = appWords(app);
  item.description = [what, item.description].filter(Boolean).join(" · ");
  return item;
}

/** The row of the connections whose runs aren't there yet. */
function loadingItem({ connections, store }: ItemContext): vscode.TreeItem {
  const missing = new Set(loadingApps(store.state));
  const names = connections.flatMap(({ id, name }) => (missing.has(id) ? [name] : []));
  const item = new vscode.TreeItem("Loading…");
  item.description = names.join(", ");
  item.tooltip = names.join("\n");
  item.iconPath = new vscode.ThemeIcon("loading~spin");
  item.contextValue = "loading";
  return item;
}

function listErrorItem({ key, isRead, error, errorAt }: RunList): vscode.TreeItem {
  const label = failureLabel(error, isRead ? "More runs" : "These runs");
  return errorItem(label, error, errorAt, { command: commandIds.loadMore, arguments: [key] });
}

/** A row that shows a failure and its time. A click tries again. Its menu edits the address where that may be wrong. */
function errorItem(
  label: string,
  error: unknown,
  at: number | undefined,
  retry: Omit<vscode.Command, "title">,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.description = failureFacts(error, at);
  item.iconPath = new vscode.ThemeIcon("cloud");
  item.contextValue = isUnreachable(error) ? "error address" : isKeyRejected(error) ? "error key" : "error";
  item.tooltip = error instanceof Error ? `${error.message}\nSelect to retry.` : "Select to retry.";
  item.command = { title: "Retry", ...retry };
  return item;
}
