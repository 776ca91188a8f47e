import * as vscode from "vscode";
import { shortReason } from "../../../host/errors/shortReason.ts";
import { commandIds } from "../../../host/ids.ts";
import { settingIds } from "../../../host/settings.ts";
import { countOf, formatCount } from "../../../model/counts.ts";
import { searchedRuns } from "../core/indexTypes.ts";
import { loadingText, loadText } from "../core/reading/loadText.ts";
import type { Reading } from "../core/reading/runReader.ts";
import { foundRunItem, matchItem } from "./foundRunItem.ts";
import { matchesOf, type SearchNode, searchNodeId } from "./searchNodes.ts";
import { IndexOffError, type ShownResults } from "./searchResults.ts";

/** The first runs show their steps. */
const openRuns = 5;

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
    case "newer": {
      const label = countOf(shown.newer, "new match", "new matches");
      return row(label, "arrow-up", { command: commandIds.searchAgain, title: "Show" });
    }
    case "stepless":
      return steplessItem(shown.stepless ?? 0);
    case "load":
      return loadItem(shown);
    case "moreRuns":
      return moreRunsItem(shown, node);
    case "suggestion":
      return suggestionItem(shown, node.place);
    case "found": {
      const place = shown.runs.findIndex(({ id }) => id === node.runId);
      const run = shown.runs[place];
      if (!run) return new vscode.TreeItem(node.runId);
      const { connectionId, query } = shown;
      return foundRunItem(run, { connectionId, query, isOpen: place < openRuns, now });
    }
    case "match": {
      const run = shown.runs.find(({ id }) => id === node.runId);
      const match = run && matchesOf(run)[node.place];
      return match ? matchItem(match, node.connectionId, run) : new vscode.TreeItem("");
    }
    case "moreSteps": {
      const more = shown.runs.find(({ id }) => id === node.runId)?.moreSteps ?? 0;
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
    "Search finds the steps of runs whose events were all read on this machine: those that you opened or loaded. " +
    "Other runs that the list has shown are found by title, input, output, status, user and time.";
  item.accessibilityInformation = { label: `${label} ${item.description}` };
  return item;
}

/** Beside a search such as `-tool:x`: *The steps of 312 runs aren't known*. */
function steplessItem(count: number): vscode.TreeItem {
  const item = row(`The steps of ${countOf(count, "run")} aren't known`, "info");
  item.tooltip = "These runs match, too, and may have what the search leaves out. Load them to find out.";
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
  item.tooltip = "Reads these runs from the app, with their steps. Only then does a search find what is in the steps.";
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
  const item = row(shortReason(error), "cloud", { command: commandIds.readMoreRuns, title: "Retry" });
  item.description = "couldn't load more runs";
  item.contextValue = "readFailed";
  item.tooltip = error instanceof Error ? `${error.message}\nSelect to try again.` : "Select to try again.";
  return item;
}

function fullItem(): vscode.TreeItem {
  const setting = settingIds["index.maxSize"];
  const command = { command: "workbench.action.openSettings", title: "Open Settings", arguments: [setting] };
  const item = row("The local index is full", "info", command);
  item.description = "couldn't load more runs";
  item.tooltip = `The setting ${setting} controls how large it may be.`;
  return item;
}

function failedItem(error: unknown): vscode.TreeItem {
  const message = error instanceof Error ? error.message : String(error);
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

function suggestionItem({ suggestions }: ShownResults, place: number): vscode.TreeItem {
  const suggestion = suggestions[place];
  if (!suggestion) return new vscode.TreeItem("");
  const { query, label, kind, runs } = suggestion;
  const marked = {
    label: label.text,
    highlights: label.ranges.map(({ start, end }): [number, number] => [start, end]),
  };
  const command = { command: commandIds.searchRuns, title: "Search", arguments: [query] };
  const item = row(marked, kind === "instead" ? "lightbulb" : "search", command);
  item.description = countOf(runs, "run");
  return item;
}

function moreCommand(node: SearchNode): vscode.Command {
  return { command: commandIds.showMoreMatches, title: "Show More", arguments: [node] };
}

function row(label: string | vscode.TreeItemLabel, icon: string, command?: vscode.Command): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.iconPath = new vscode.ThemeIcon(icon);
  if (command) item.command = command;
  return item;
}
