import * as vscode from "vscode";
import { isUnreachable, shortReason } from "../../../host/errors/shortReason.ts";
import { commandIds } from "../../../host/ids.ts";
import { formatCount } from "../../../model/counts.ts";
import { formatTimeOfDay } from "../../../model/times.ts";
import type { RunList } from "../../../runs/store/runList.ts";

export function moreItem(list: RunList): vscode.TreeItem {
  const item = new vscode.TreeItem(list.loading ? "Loading…" : "Load More");
  item.iconPath = new vscode.ThemeIcon(list.loading ? "loading~spin" : "ellipsis");
  item.description = `${formatCount(list.runs.length)} of ${formatCount(list.count)}`;
  item.contextValue = "more";
  item.command = { command: commandIds.loadMore, title: "Load More", arguments: [list.key] };
  return item;
}

/** A row that shows a failure and its time. A click tries again. Its menu edits the address where that may be wrong. */
export function errorItem(error: unknown, at: number | undefined, retry: vscode.Command): vscode.TreeItem {
  const item = new vscode.TreeItem(shortReason(error));
  if (at !== undefined) item.description = formatTimeOfDay(at);
  item.iconPath = new vscode.ThemeIcon("cloud");
  item.contextValue = isUnreachable(error) ? "error address" : "error";
  item.tooltip = error instanceof Error ? `${error.message}\nSelect to try again.` : "Select to try again.";
  item.command = retry;
  return item;
}
