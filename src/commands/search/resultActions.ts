import * as vscode from "vscode";
import { confirm } from "../../host/confirm.ts";
import { ArgumentError, NothingToDo } from "../../host/errors/userError.ts";
import { commandIds } from "../../host/ids.ts";
import { openSetting, settingIds } from "../../host/settings.ts";
import type { SavedView } from "../../runs/store/filters/runFilter.ts";
import type { App } from "../app.ts";
import { askViewName } from "../explorer/savedViews.ts";
import { isGiven } from "../givenArgument.ts";
import { requireSession } from "../guards.ts";
import { requireIndex } from "./searchRuns.ts";

type Needs = Pick<
  App,
  "activeRuns" | "connections" | "history" | "layouts" | "localIndex" | "log" | "results" | "showResults"
>;

/** Searches the same again, so that new matches appear. */
export async function searchAgain(context: Needs): Promise<void> {
  const { results, localIndex, showResults } = context;
  if (!results.shown || results.shown.given) throw noSearch();
  if (!localIndex.isOn) return void openSetting(settingIds["index.enabled"]);
  await showResults();
  await results.again();
}

export function clearResults({ results }: Needs): void {
  results.clear();
}

/** Shows the next page of runs, or all matching steps of a run. @param row the row that stands for them */
export async function showMoreMatches({ results }: Needs, row: unknown): Promise<void> {
  const { kind, runId } = (row ?? {}) as { kind?: unknown; runId?: unknown };
  if (kind === "moreSteps" && typeof runId === "string") await results.showSteps(runId);
  else await results.loadMore();
}

/** Reads older runs in the background, until all were read or the person stops it. */
export async function readMoreRuns(context: Needs): Promise<void> {
  const { results, localIndex, activeRuns, log } = context;
  const connectionId = results.shown?.connectionId ?? requireSession(activeRuns).connectionId;
  requireIndex(context, connectionId);
  const reader = localIndex.readerOf(connectionId);
  if (!reader) return;
  // Its progress and its end are rows.
  reader.start().catch((error: unknown) => log.error(error, "reading older runs"));
}

/** Stops the reading of older runs, in whichever window it is. */
export async function stopReading({ results, localIndex, activeRuns }: Needs): Promise<void> {
  const connectionId = results.shown?.connectionId ?? requireSession(activeRuns).connectionId;
  await localIndex.readerOf(connectionId)?.stop();
  await results.lookAround();
}

function noSearch(): NothingToDo {
  return new NothingToDo("There are no search results yet.", [
    { title: "Search Runs…", run: { command: commandIds.searchRuns } },
  ]);
}

/** Removes all runs of all connections from this machine's index, after a confirmation. */
export async function clearLocalIndex({ connections, localIndex }: Needs): Promise<void> {
  const isWanted = await confirm({
    question: "Clear the local index?",
    detail: "Search and Insights forget all runs that are indexed on this machine. The apps keep their runs.",
    act: "Clear",
  });
  if (!isWanted) return;
  await localIndex.clear(connections.list.map(({ id }) => id));
  vscode.window.setStatusBarMessage("The local index is empty.", 5_000);
}

/**
 * Saves the search whose results are shown, as a row of *Saved Views & Batches*. Selecting it searches again.
 *
 * @param name without it, the person is asked
 * @returns the view; `undefined` when dismissed
 */
export async function saveSearch({ results, layouts }: Needs, name: unknown): Promise<SavedView | undefined> {
  if (isGiven(name) && (typeof name !== "string" || name.trim() === "")) {
    throw new ArgumentError("name: expected the view's name.");
  }
  const { shown } = results;
  if (!shown || shown.given) throw noSearch();
  const { text } = shown.query;
  const wanted = typeof name === "string" ? name.trim() : await ask(text);
  if (wanted === undefined) return undefined;
  const view = await layouts.saveView(shown.connectionId, wanted, {}, text);
  vscode.window.setStatusBarMessage(`${view.name} is in Saved Views & Batches.`, 5_000);
  return view;
}

async function ask(text: string): Promise<string | undefined> {
  const answer = await askViewName("Save Search as View", text);
  return answer?.kind === "value" ? answer.value : undefined;
}
