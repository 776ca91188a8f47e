import * as vscode from "vscode";
import { commandIds } from "#host/commandIds.ts";
import { confirm } from "#host/confirm.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import * as settingIds from "#host/settingIds.ts";
import { openSetting } from "#host/settings.ts";
import { timeRanges } from "#model/timeRanges.ts";
import type { SavedView } from "#runs/store/savedView.ts";
import type { App } from "#workbench/app.ts";
import { requireSession } from "#workbench/connections/vscode/guards.ts";
import { saveQuery } from "#workbench/explorer/vscode/savedViews.ts";
import { startOf } from "./nextLoad.ts";
import { requireIndex } from "./searchRuns.ts";
import { searchViewId } from "./searchView.ts";
import type { SearchServices } from "./services.ts";

type Context = Pick<App, "activeRuns" | "connections" | "layouts" | "log"> &
  Pick<SearchServices, "history" | "localIndex" | "results" | "showResults">;

/** Searches the same again, so that new matches appear. */
export async function searchAgain(context: Context): Promise<void> {
  const { results, localIndex, showResults } = context;
  if (!results.shown || results.shown.given) throw noSearch();
  if (!localIndex.isOn) return void openSetting(settingIds.indexEnabled);
  await showResults();
  await results.again();
}

/** Saves the search whose results are shown, like a filter. @param name as for a filter @returns the view */
export async function saveSearch({ layouts, results }: Context, name: unknown): Promise<SavedView | undefined> {
  const { shown } = results;
  if (!shown || shown.given) throw noSearch();
  return saveQuery({ layouts }, shown.connectionId, { query: shown.query.text, name, command: commandIds.saveSearch });
}

/** The error without results: then there is nothing to save, or to search again. */
function noSearch(): NothingToDo {
  const way = { title: "Search Runs…", run: { command: commandIds.searchRuns } };
  return new NothingToDo("There are no search results yet.", [way]);
}

export function clearResults({ results }: Context): void {
  results.clear();
}

/** Shows the next page of runs, or all matching steps of a run. @param row the row that stands for them */
export async function showMoreMatches({ results }: Context, row: unknown): Promise<void> {
  const { kind, runId } = (row ?? {}) as { kind?: unknown; runId?: unknown };
  if (kind === "moreSteps" && typeof runId === "string") await results.showSteps(runId);
  else await results.loadMore();
}

/** Loads runs with their steps, until all were read or the person cancels it. @param range of those to load */
export async function readMoreRuns(context: Context, range: unknown): Promise<void> {
  const { results, localIndex, activeRuns } = context;
  const connectionId = results.shown?.connectionId ?? requireSession(activeRuns).connectionId;
  requireIndex(context, connectionId);
  const reader = localIndex.readerOf(connectionId);
  const named = timeRanges.find((each) => each === range);
  const load = named ? { range: named, since: startOf(named, Date.now()) } : await results.nextLoad(connectionId);
  if (!reader || !load) throw new NothingToDo("All runs of this app are loaded.");
  const loading = reader.start(load);
  // Its progress and its end are rows, too.
  void vscode.window.withProgress({ location: { viewId: searchViewId } }, () => loading);
}

/** Cancels the loading of runs. Those that were read stay. */
export async function stopReading({ results, localIndex, activeRuns }: Context): Promise<void> {
  const connectionId = results.shown?.connectionId ?? requireSession(activeRuns).connectionId;
  await localIndex.readerOf(connectionId)?.stop();
}

/** Removes all runs of all connections from this machine's index, after a confirmation. */
export async function clearLocalIndex({ connections, localIndex }: Context): Promise<void> {
  const isWanted = await confirm({
    question: "Clear the local index?",
    detail: "This deletes the index of runs from this machine. The apps keep their runs.",
    act: "Clear",
  });
  if (!isWanted) return;
  await localIndex.clearAll(connections.list.map(({ id }) => id));
  vscode.window.setStatusBarMessage("The local index is empty.", 5_000);
}
