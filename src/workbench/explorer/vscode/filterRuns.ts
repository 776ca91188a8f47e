import * as vscode from "vscode";
import { isUuid } from "#base/uuid.ts";
import { commandIds } from "#host/commandIds.ts";
import { ArgumentError, NothingToDo, UserError } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import { writtenValue } from "#runs/query/completeQuery.ts";
import { listQueryOf, queryTextOf } from "#runs/query/listQuery.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { filterProblem, type GivenFilter, isFiltered, type RunFilter, tidyFilter } from "#runs/store/runFilter.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { App } from "#workbench/app.ts";
import { activateConnection } from "#workbench/connections/vscode/switchConnection.ts";
import { type FilterPart, filterSteps } from "./filterSteps.ts";
import { severalId } from "./layoutStore.ts";
import { runSearches, searchIn } from "./runSearches.ts";
import { findRun } from "./runTarget.ts";
import { pickView } from "./savedViews.ts";
import { requireShown } from "./shownRuns.ts";

type Context = Pick<
  App,
  | "activeRuns"
  | "connections"
  | "layouts"
  | "makeClient"
  | "panels"
  | "points"
  | "selectedRows"
  | "sessions"
  | "shownRuns"
  | "tree"
>;

/**
 * Lets the person edit the explorer's filter; each change applies at once. With a query or a filter as argument it asks
 * nothing. What the app's list can't answer is searched.
 *
 * @returns the new filter.
 * @throws ArgumentError about a field of the argument
 */
export async function filterRuns(context: Context, argument: unknown): Promise<RunFilter> {
  const { layouts } = context;
  const { layoutId } = requireShown(context);
  if (isGiven(argument)) {
    const read = (text: string): RunFilter | string => listQueryOf(text, layoutId === severalId) ?? text;
    const filter = typeof argument === "string" ? read(argument) : filterOfArgument(argument);
    if (typeof filter === "string") await searchIn(context).search(filter);
    else if (filter.connections && layoutId !== severalId) throw ofSeveral();
    else await layouts.setFilter(layoutId, filter);
  } else await build(context);
  return layouts.layout(layoutId).filter;
}

function ofSeveral(): UserError {
  const way = { title: "Show All Connections", run: { command: commandIds.showAllConnections } };
  return new UserError("connections: the Runs view shows only one connection. Show all connections first.", [way]);
}

/** @returns the filter, or the query if it has text, which only the index finds */
function filterOfArgument(argument: unknown): RunFilter | string {
  const problem = filterProblem(argument);
  if (problem) throw new ArgumentError(problem);
  const { text = "", ...given } = argument as GivenFilter;
  const filter = tidyFilter(given);
  return text.trim() === "" ? filter : queryTextOf(filter, text);
}

export async function clearFilter(context: Context): Promise<void> {
  await context.layouts.setFilter(requireShown(context).layoutId, {});
}

/**
 * Adds the user or the session of a run to the filter, in the explorer of its connection. Its other parts stay.
 * @returns the filter.
 */
export function filterByRun(part: "userId" | "sessionId") {
  const command = part === "userId" ? commandIds.filterByUser : commandIds.filterBySession;
  return async (context: Context, argument: unknown): Promise<RunFilter | undefined> => {
    const target = await findRun(context, argument, { command });
    if (!target) return undefined;
    if (target.file !== undefined)
      throw new NothingToDo("The Runs view can't be filtered by this run: it comes from an export.");
    const session = context.sessions.get(target.connectionId);
    const run = session.store.get(target.runId) ?? (await (await session.api()).getRun(target.runId));
    const value = part === "userId" ? run.user_id : run.session_id;
    if (!value) throw new NothingToDo(part === "userId" ? "This run has no user." : "This run has no session.");
    if (part === "sessionId" && !isUuid(value)) {
      const ways = context.points.of(runSearches).map((searches) => {
        return { title: "Search for It", run: () => searches.search(`session:${writtenValue(value)}`) };
      });
      throw new NothingToDo("This run's session ID isn't a UUID, so the app can't filter by it.", ways);
    }
    return narrow(context, target.connectionId, { [part]: value });
  };
}

/** Adds to the filter, in the list of several connections or in that of the run's own. @returns the filter */
async function narrow(context: Context, connectionId: string, part: RunFilter): Promise<RunFilter> {
  const { connections, layouts, shownRuns } = context;
  const isThere = shownRuns.isSeveral || connections.active?.id === connectionId;
  if (!isThere) await activateConnection(context, connectionId);
  const { layoutId } = requireShown(context);
  await layouts.setFilter(layoutId, { ...layouts.layout(layoutId).filter, ...part });
  return layouts.layout(layoutId).filter;
}

/** Shows the runs of the run's app alone in the list of several connections. @returns the filter */
export async function filterByConnection(context: Context, argument: unknown): Promise<RunFilter | undefined> {
  if (!context.shownRuns.isSeveral) throw ofSeveral();
  const target = await findRun(context, argument, { command: commandIds.filterByConnection });
  const connection = target && context.connections.get(target.connectionId);
  return connection && narrow(context, connection.id, { connections: [connection.name] });
}

/** Filters the whole explorer by a view if the app's list answers it, and searches it otherwise. @returns the filter */
export async function applyView(context: Context, argument: unknown): Promise<RunFilter | undefined> {
  const { layoutId } = requireShown(context);
  const view = await pickView(context, argument, "Apply which view?");
  if (!view) return undefined;
  if (view.isSearch) await searchIn(context).search(view.query ?? "");
  else await context.layouts.setFilter(layoutId, view.filter);
  return view.isSearch ? undefined : context.layouts.layout(layoutId).filter;
}

type Choice = FilterPart | "search" | "clear";
type Row = vscode.QuickPickItem & { choice?: Choice; view?: SavedView; typed?: string };

/** Builds a query by picking. The search continues it by typing. */
async function build(context: Context): Promise<void> {
  const { layouts } = context;
  const { layoutId, store } = requireShown(context);
  const isSeveral = layoutId === severalId;
  const drafts = new Map<FilterPart, string>();
  let at: Choice = "statuses";
  while (true) {
    const { filter } = layouts.layout(layoutId);
    const query = queryTextOf(filter);
    const isActive = ({ choice }: Row): boolean => choice === at;
    const chosen = await runPickStep({
      title: "Filter Runs",
      placeholder: "Select what to filter by, or type a query such as status:failed",
      prompt: query ? `Shown: ${query}` : "All runs are shown.",
      items: [
        ...rows(filter, { isSeveral, canSearch: context.points.of(runSearches).length > 0 }),
        ...viewRows(layouts.views(layoutId)),
      ],
      isActive,
      ofText: (typed) => typedRow(typed, query, isSeveral),
      isTextLast: true,
    });
    if (chosen?.kind === "item" && chosen.item.view) return void (await applyView(context, chosen.item.view.id));
    const { typed } = chosen?.kind === "item" ? chosen.item : {};
    if (typed !== undefined) return takeTyped(context, layoutId, typed);
    if (chosen?.kind !== "item" || !chosen.item.choice) return;
    at = chosen.item.choice;
    if (at === "search") {
      return searchIn(context).edit(query === "" ? "" : `${query} `);
    }
    if (at === "clear") {
      await layouts.setFilter(layoutId, {});
      at = "statuses";
      continue;
    }
    const change = (part: RunFilter): Promise<void> =>
      layouts.setFilter(layoutId, tidyFilter({ ...layouts.layout(layoutId).filter, ...part }));
    const { titlePath } = store;
    const names = context.connections.list.map(({ name }) => name);
    if (!(await filterSteps[at]({ filter, change, runs: store.runs(), names, titlePath, drafts }))) return;
  }
}

/** A typed text narrows the filter, as far as the app's list knows its keys, and otherwise is searched within it. */
function typedRow(typed: string, query: string, isSeveral: boolean): Row {
  const isListed = listQueryOf(typed, isSeveral) !== undefined;
  return {
    label: `${isListed ? "Filter by" : "Search for"} “${typed}”`,
    description: isListed || query === "" ? "" : `and ${query}`,
    iconPath: new vscode.ThemeIcon(isListed ? "filter" : "search"),
    typed,
  };
}

async function takeTyped(context: Context, layoutId: string, typed: string): Promise<void> {
  const { layouts } = context;
  const { filter } = layouts.layout(layoutId);
  const narrowed = listQueryOf(typed, layoutId === severalId);
  if (narrowed) return layouts.setFilter(layoutId, { ...filter, ...narrowed });
  const query = [queryTextOf(filter), typed].filter((part) => part !== "").join(" ");
  // What can't be searched as it is can be corrected where its problem is said.
  const isWrong = parseQuery(query, 0).problems.length > 0;
  await (isWrong ? searchIn(context).edit(query) : searchIn(context).search(query));
}

function viewRows(views: readonly SavedView[]): Row[] {
  if (views.length === 0) return [];
  const separator: Row = { label: "Saved views", kind: vscode.QuickPickItemKind.Separator };
  const row = (view: SavedView): Row => {
    const iconPath = new vscode.ThemeIcon(view.isSearch ? "search" : "filter");
    return { label: view.name, description: view.query ?? "", iconPath, view };
  };
  return [separator, ...views.map(row)];
}

/** @param canSearch whether a feature searches runs */
function rows(filter: RunFilter, { isSeveral, canSearch }: { isSeveral: boolean; canSearch: boolean }): Row[] {
  const { statuses, userId, sessionId, maxAge, connections } = filter;
  const row = (choice: Choice, label: string, icon: string, description = ""): Row => ({
    choice,
    label,
    description,
    iconPath: new vscode.ThemeIcon(icon),
  });
  const part = (of: RunFilter): string => queryTextOf(tidyFilter(of)) || "any";
  const parts = [
    row("statuses", "Status", "pulse", part({ statuses })),
    row("userId", "User", "account", part({ userId })),
    row("sessionId", "Session", "comment-discussion", part({ sessionId })),
    row("maxAge", "Age", "history", part({ maxAge })),
    ...(isSeveral ? [row("connections", "Connection", "plug", part({ connections }))] : []),
    ...(canSearch ? [row("search", "Words, Tools and Values…", "search", "searches the local index")] : []),
  ];
  return isFiltered(filter) ? [...parts, row("clear", "Clear", "clear-all")] : parts;
}
