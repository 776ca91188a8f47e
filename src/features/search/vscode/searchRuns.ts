import * as z from "zod";
import { readAs } from "#base/stored.ts";
import type { RunIndex } from "#features/search/core/runIndex.ts";
import { hasFoundRuns } from "#host/contextKeys.ts";
import { ArgumentError, NothingToDo } from "#host/errors/userError.ts";
import { isGiven } from "#host/givenArgument.ts";
import * as settingIds from "#host/settingIds.ts";
import { openSetting } from "#host/settings.ts";
import { parseQuery } from "#runs/query/parseQuery.ts";
import type { Query } from "#runs/query/queryTypes.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { findConnection } from "#workbench/core/connections/storedQuery.ts";
import { askForSearch, type SearchQuestion } from "./askForSearch.ts";
import { namedConnections } from "./searchInput.ts";
import type { SearchServices } from "./services.ts";

type SearchContext = Pick<App, "activeRuns" | "connections" | "firstSteps" | "log" | "sessions"> &
  Pick<SearchServices, "history" | "localIndex" | "results" | "showResults">;

/**
 * Searches the runs that are indexed on this machine, and shows the results. With a search as argument it asks nothing;
 * `{ edit: "status:failed " }` is continued by the person.
 *
 * @throws ArgumentError when the argument can't be searched
 */
export async function searchRuns(context: SearchContext, argument: unknown): Promise<void> {
  if (!isGiven(argument)) return askSearch(context, "");
  const begun = readAs(begunSchema, argument);
  if (begun) return askSearch(context, begun.edit);
  if (typeof argument !== "string" || argument.trim() === "")
    throw new ArgumentError("query: expected words or terms to search for.");
  await search(context, argument);
}

/** A search that the person continues. */
const begunSchema = z.object({ edit: z.string() });

/** Lets the person change the last search. */
export async function editSearch(context: SearchContext): Promise<void> {
  await askSearch(context, context.results.shown?.query.text ?? "");
}

/** @throws NothingToDo when there is no connection, or the index is off */
export function requireIndex(
  { activeRuns, localIndex }: Pick<SearchContext, "activeRuns" | "localIndex">,
  connectionId?: string,
): RunIndex {
  const id = connectionId ?? requireSession(activeRuns).connectionId;
  const index = localIndex.indexOf(id);
  if (index && localIndex.failure === undefined) return index;
  if (localIndex.failure !== undefined) throw new NothingToDo(localIndex.failure);
  throw new NothingToDo("Runs can't be searched while the local index is off.", [
    { title: "Open Settings", run: () => openSetting(settingIds.indexEnabled) },
  ]);
}

/** Asks for a search, with completions, and shows what it finds. */
async function askSearch(context: SearchContext, text: string): Promise<void> {
  const { connectionId } = requireSession(context.activeRuns);
  const index = requireIndex(context, connectionId);
  await seeList(context, connectionId);
  // A computer without a database says so here, before anything is typed.
  const coverage = await index.coverage();
  const { connections, history, localIndex } = context;
  const indexOf: SearchQuestion["indexOf"] = (name) => {
    const id = findConnection(connections, name)?.id;
    return id === undefined ? undefined : localIndex.indexOf(id);
  };
  const asked = await askForSearch(text, {
    title: "Search Runs",
    index,
    indexOf,
    coverage,
    onDidIndex: context.localIndex.onDidChange,
    recent: history.list(connectionId),
    connections: connections.list.map(({ name }) => name),
    onError: (error) => context.log.error(error, "search"),
  });
  if (asked !== undefined) await search(context, asked);
}

async function search(context: SearchContext, text: string): Promise<void> {
  const query = parseQuery(text, Date.now());
  const [problem] = query.problems;
  if (problem) throw new ArgumentError(`query: ${problem.message}`);
  const connectionId = connectionOf(context, query.terms);
  requireIndex(context, connectionId);
  const { history, results, log } = context;
  await seeList(context, connectionId);
  const searching = results.search(connectionId, text.trim());
  await context.showResults();
  await searching;
  context.firstSteps.note(hasFoundRuns);
  history.add(connectionId, text).catch((error: unknown) => log.error(error, "search history"));
}

/** What the list of runs has seen can be searched. A list that was never read is read, and its runs follow. */
async function seeList({ localIndex, sessions }: SearchContext, connectionId: string): Promise<void> {
  const { store } = sessions.get(connectionId);
  if (store.state.kind === "idle") void store.refresh();
  await localIndex.see(connectionId, store.runs(), store.total);
}

/** The connection that a search names with `connection:`, otherwise the active one. */
function connectionOf({ activeRuns, connections }: SearchContext, terms: Query["terms"]): string {
  const [name, ...others] = namedConnections(terms);
  if (name === undefined) return requireSession(activeRuns).connectionId;
  if (others.length > 0) throw new NothingToDo("Search one connection at a time.");
  const found = findConnection(connections, name);
  if (found) return found.id;
  throw new NothingToDo(`There is no connection named ${name}. Type connection: and select one from the suggestions.`);
}
