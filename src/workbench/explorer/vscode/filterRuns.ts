import * as vscode from "vscode";
import { isUuid } from "#base/uuid.ts";
import { commandIds } from "#host/commandIds.ts";
import { ArgumentError, NothingToDo } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import { runPickStep } from "#host/steps/pickStep.ts";
import { writtenValue } from "#runs/query/completeQuery.ts";
import { listQueryOf, queryTextOf } from "#runs/query/listQuery.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import { filterProblem, type GivenFilter, isFiltered, type RunFilter, tidyFilter } from "#runs/store/runFilter.ts";
import type { RunsSession } from "#runs/store/runsSession.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { activateConnection } from "#workbench/connections/vscode/switchConnection.ts";
import { type FilterPart, filterSteps } from "./filterSteps.ts";
import { runSearches, searchIn } from "./runSearches.ts";
import { findRun } from "./runTarget.ts";
import { pickView } from "./savedViews.ts";

type Needs = Pick<
  App,
  "activeRuns" | "connections" | "layouts" | "makeClient" | "panels" | "points" | "selectedRows" | "sessions" | "tree"
>;

/**
 * Lets the person edit the explorer's filter; each change applies at once. With a query or a filter as argument it asks
 * nothing. What the app's list can't answer is searched.
 *
 * @returns the new filter.
 * @throws ArgumentError about a field of the argument
 */
export async function filterRuns(context: Needs, argument: unknown): Promise<RunFilter> {
  const { layouts } = context;
  const session = requireSession(context.activeRuns);
  const { connectionId } = session;
  if (isGiven(argument)) {
    const wanted = typeof argument === "string" ? (listQueryOf(argument) ?? argument) : filterOfArgument(argument);
    if (typeof wanted === "string") await searchIn(context).search(wanted);
    else await layouts.setFilter(connectionId, wanted);
  } else await build(context, session);
  return layouts.layout(connectionId).filter;
}

/** @returns the filter, or the query if it has text, which only the index finds */
function filterOfArgument(argument: unknown): RunFilter | string {
  const problem = filterProblem(argument);
  if (problem) throw new ArgumentError(problem);
  const { text = "", ...given } = argument as GivenFilter;
  const filter = tidyFilter(given);
  return text.trim() === "" ? filter : queryTextOf(filter, text);
}

export async function clearFilter(context: Needs): Promise<void> {
  await context.layouts.setFilter(requireSession(context.activeRuns).connectionId, {});
}

/**
 * Adds the user or the session of a run to the filter, in the explorer of its connection. Its other parts stay.
 * @returns the filter.
 */
export function filterByRun(part: "userId" | "sessionId") {
  const command = part === "userId" ? commandIds.filterByUser : commandIds.filterBySession;
  return async (context: Needs, argument: unknown): Promise<RunFilter | undefined> => {
    const target = await findRun(context, argument, { command });
    if (!target) return undefined;
    if (target.file !== undefined) throw new NothingToDo("This run comes from an export and isn't in the list.");
    const session = context.sessions.get(target.connectionId);
    const run = session.store.get(target.runId) ?? (await (await session.api()).getRun(target.runId));
    const value = part === "userId" ? run.user_id : run.session_id;
    if (!value) throw new NothingToDo(part === "userId" ? "This run has no user." : "This run has no session.");
    if (part === "sessionId" && !isUuid(value)) {
      const ways = context.points.of(runSearches).map((searches) => {
        return { title: "Search for It", run: () => searches.search(`session:${writtenValue(value)}`) };
      });
      throw new NothingToDo("This run's session ID isn't a UUID, so the app's list can't filter by it.", ways);
    }
    if (context.connections.active?.id !== target.connectionId) await activateConnection(context, target.connectionId);
    const { filter } = context.layouts.layout(target.connectionId);
    await context.layouts.setFilter(target.connectionId, { ...filter, [part]: value });
    return context.layouts.layout(target.connectionId).filter;
  };
}

/** Filters the whole explorer by a view if the app's list answers it, and searches it otherwise. @returns the filter */
export async function applyView(context: Needs, argument: unknown): Promise<RunFilter | undefined> {
  const { connectionId } = requireSession(context.activeRuns);
  const view = await pickView(context, argument, "Apply which view?");
  if (!view) return undefined;
  if (view.isSearch) await searchIn(context).search(view.query ?? "");
  else await context.layouts.setFilter(connectionId, view.filter);
  return view.isSearch ? undefined : context.layouts.layout(connectionId).filter;
}

type Choice = FilterPart | "search" | "clear";
type Row = vscode.QuickPickItem & { choice?: Choice; view?: SavedView; typed?: string };

/** Builds a query by picking. The search continues it by typing. */
async function build(context: Needs, session: RunsSession): Promise<void> {
  const { layouts } = context;
  const { connectionId } = session;
  const drafts = new Map<FilterPart, string>();
  let at: Choice = "statuses";
  while (true) {
    const { filter } = layouts.layout(connectionId);
    const query = queryTextOf(filter);
    const isActive = ({ choice }: Row): boolean => choice === at;
    const chosen = await runPickStep({
      title: "Filter Runs",
      placeholder: "Choose a part, or type a query such as status:failed",
      prompt: query ? `Shown: ${query}` : "All runs are shown.",
      items: [...rows(filter, context.points.of(runSearches).length > 0), ...viewRows(layouts.views(connectionId))],
      isActive,
      ofText: (typed) => typedRow(typed, query),
      isTextLast: true,
    });
    if (chosen?.kind === "item" && chosen.item.view) return void (await applyView(context, chosen.item.view.id));
    const { typed } = chosen?.kind === "item" ? chosen.item : {};
    if (typed !== undefined) return takeTyped(context, connectionId, typed);
    if (chosen?.kind !== "item" || !chosen.item.choice) return;
    at = chosen.item.choice;
    if (at === "search") {
      return searchIn(context).edit(query === "" ? "" : `${query} `);
    }
    if (at === "clear") {
      await layouts.setFilter(connectionId, {});
      at = "statuses";
      continue;
    }
    const change = (part: RunFilter): Promise<void> =>
      layouts.setFilter(connectionId, tidyFilter({ ...layouts.layout(connectionId).filter, ...part }));
    const runs = session.store.runs();
    if (!(await filterSteps[at]({ filter, change, runs, titlePath: session.store.titlePath, drafts }))) return;
  }
}

/** A typed text narrows the filter, as far as the app's list knows its keys, and otherwise is searched within it. */
function typedRow(typed: string, query: string): Row {
  const isListed = listQueryOf(typed) !== undefined;
  return {
    label: `${isListed ? "Filter by" : "Search for"} “${typed}”`,
    description: isListed || query === "" ? "" : `and ${query}`,
    iconPath: new vscode.ThemeIcon(isListed ? "filter" : "search"),
    typed,
  };
}

async function takeTyped(context: Needs, connectionId: string, typed: string): Promise<void> {
  const { layouts } = context;
  const { filter } = layouts.layout(connectionId);
  const narrowed = listQueryOf(typed);
  if (narrowed) return layouts.setFilter(connectionId, { ...filter, ...narrowed });
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
function rows(filter: RunFilter, canSearch: boolean): Row[] {
  const { statuses, userId, sessionId, maxAge } = filter;
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
    ...(canSearch ? [row("search", "Words, Tools and Values…", "search", "searches the local index")] : []),
  ];
  return isFiltered(filter) ? [...parts, row("clear", "Clear", "clear-all")] : parts;
}
