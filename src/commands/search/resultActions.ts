import * as vscode from "vscode";
import { confirm } from "../../host/confirm.ts";
import { openSetting, settingIds } from "../../host/settings.ts";
import type { App } from "../app.ts";
import { noSearch } from "../explorer/savedViews.ts";
import { requireSession } from "../guards.ts";
import { requireIndex } from "./searchRuns.ts";

type Needs = Pick<App, "activeRuns" | "connections" | "history" | "localIndex" | "log" | "results" | "showResults">;

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
