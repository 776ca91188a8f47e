import * as vscode from "vscode";
import { messageOf } from "#base/thrown.ts";
import { searchedRuns } from "#features/search/core/indexTypes.ts";
import { loadingText, loadText } from "#features/search/core/reading/loadText.ts";
import type { Reading } from "#features/search/core/reading/runReader.ts";
import { commandIds } from "#host/commandIds.ts";
import * as settingIds from "#host/settingIds.ts";
import { countOf, formatCount } from "#model/counts.ts";
import { foundRunItem, matchItem } from "./foundRunItem.ts";
import { IndexOffError, type ShownResults } from "./searchResults.ts";
import { type SearchNode, searchNodeId } from "./searchRows.ts";

/** What VS Code draws for a row. @param now milliseconds since the epoch */
export function searchItem(node: SearchNode, shown: ShownResults, now: number): vscode.TreeItem {
  const item = itemOf(node, shown, now);
  // VS Code remembers by id whether a row was expanded, which says nothing about another search.
  item.id = `${shown.given?.title ?? shown.query.text}\n${searchNodeId(node)}`;
  return item;
}

function itemOf(node: SearchNode, shown: ShownResults, now: number): vscode.TreeItem {
  switch (node.kind) {
    case "total":
      return totalItem(shown);
    case "reading":
      return readingItem(shown.reading);
    case "readFailed":
      return readFailedItem(shown.reading);
    case "full":
      return fullItem();
    case "failed":
      return failedItem(shown.error);
    case "searching":
      return row("Searching…", "loading~spin");
    case "newer":
      return newerItem(shown);
    case "stepless":
      return steplessItem(shown.stepless);
    case "load":
      return loadItem(shown);
    case "moreRuns":
      return moreRunsItem(shown, node);
    case "found": {
      const { connectionId, query } = shown;
      return foundRunItem(node.run, { connectionId, query, isOpen: node.isOpen, now });
    }
    case "match":
      return matchItem(node.match, node.connectionId, node.run);
    case "moreSteps": {
      const more = node.run.moreSteps;
      const label = more === 1 ? "1 more step matches" : `${formatCount(more)} more steps match`;
      return row(label, "ellipsis", moreCommand(node));
    }
  }
}

/** *14 runs match*, *in 1,240 runs*. */
function totalItem({ coverage, count, isSearching, given }: ShownResults): vscode.TreeItem {
  const searched = countOf(searchedRuns(coverage), "run");
  const label = given ? countOf(count, "run") : count > 0 ? countOf(count, "run matches", "runs match") : "No match";
  const item = row(isSearching && count === 0 ? "Searching" : label, "database");
  item.description = `${given ? "of" : "in"} ${searched}`;
  item.contextValue = "total";
  item.tooltip =
    "Search finds steps only in runs whose events are all on this machine: those that you opened or loaded. " +
    "Other runs in the list are found by title, input, output, status, user and time.";
  item.accessibilityInformation = { label: `${label} ${item.description}` };
  return item;
}

/** *7 more matches*, *1 of these no longer matches*: the rows that are shown wait for the person. */
function newerItem({ newer, gone }: ShownResults): vscode.TreeItem {
  const left = gone === 0 ? "" : countOf(gone, "of these no longer matches", "of these no longer match");
  const label = newer === 0 ? left : countOf(newer, "more match", "more matches");
  const item = row(label, "arrow-up", { command: commandIds.searchAgain, title: "Show" });
  if (newer > 0) item.description = left;
  item.tooltip = "The local index has changed since the search. Select to search again. Rows may move.";
  return item;
}

/** The row beside a search such as `-tool:x`: *The steps of 312 runs aren't loaded*. */
function steplessItem(count: number): vscode.TreeItem {
  const item = row(`The steps of ${countOf(count, "run")} aren't loaded`, "info");
  const match = count === 1 ? "This run matches, but its" : "These runs match, but their";
  item.tooltip = `${match} steps may contain what the search excludes. Load the steps to find out.`;
  return item;
}

/** *Load 30 Days: 2,915 runs, about 3 min*. */
function loadItem({ load }: ShownResults): vscode.TreeItem {
  if (!load) return new vscode.TreeItem("");
  const label = loadText(load.range, load.runs);
  const item = row(label, "cloud-download", {
    command: commandIds.readMoreRuns,
    title: "Load Runs",
    arguments: [load.range],
  });
  item.contextValue = "load";
  item.tooltip = "Loads these runs and their steps from the app, so that search also finds text in the steps.";
  return item;
}

function readingItem(reading: Reading): vscode.TreeItem {
  if (reading.kind !== "reading") return new vscode.TreeItem("");
  const { label, time } = loadingText(reading);
  const item = row(label, "loading~spin");
  item.description = time;
  item.contextValue = "reading";
  return item;
}

function readFailedItem(reading: Reading): vscode.TreeItem {
  const error = reading.kind === "failed" ? reading.error : undefined;
  const item = row("More runs couldn't be loaded", "cloud", { command: commandIds.readMoreRuns, title: "Retry" });
  item.description = error instanceof Error ? error.message : "";
  item.contextValue = "readFailed";
  item.tooltip = error instanceof Error ? `${error.message}\nSelect to retry.` : "Select to retry.";
  return item;
}

function fullItem(): vscode.TreeItem {
  const setting = settingIds.indexMaxSize;
  const command = { command: "workbench.action.openSettings", title: "Open Settings", arguments: [setting] };
  const item = row("The local index is full", "info", command);
  item.description = "couldn't load more runs";
  item.tooltip = `To load more runs, increase ${setting}, the maximum size of the local index.`;
  return item;
}

function failedItem(error: unknown): vscode.TreeItem {
  const message = messageOf(error);
  const item = row(error instanceof IndexOffError ? "The local index is off" : "Runs can't be searched", "warning");
  item.description = message;
  item.tooltip = message;
  item.contextValue = error instanceof IndexOffError ? "failed off" : "failed";
  item.command = { command: commandIds.searchAgain, title: "Search Again" };
  return item;
}

function moreRunsItem({ runs, count }: ShownResults, node: SearchNode): vscode.TreeItem {
  const item = row("Load More", "ellipsis", moreCommand(node));
  item.description = `${formatCount(runs.length)} of ${formatCount(Math.max(count, runs.length))}`;
  return item;
}

function moreCommand(node: SearchNode): vscode.Command {
  return { command: commandIds.showMoreMatches, title: "Show More", arguments: [node] };
}

function row(label: string, icon: string, command?: vscode.Command): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(icon);
  if (command) item.command = command;
  return item;
}
