import * as vscode from "vscode";
import type { Run } from "../../../../api/schemas.ts";
import { waitingColor } from "../../../../host/ids.ts";
import { callStates } from "../../../../model/callStates.ts";
import { statusFacts, type Tone } from "../../../../model/status.ts";
import { asksSeveral } from "../../../../runs/labels/pendingInputRequests.ts";
import { contextWords } from "../../../panel/vscode/contextWords.ts";
import { type KnownOfRun, runRow } from "./runRow.ts";

const colors: Record<Tone, string> = {
  idle: "descriptionForeground",
  run: "charts.blue",
  wait: waitingColor,
  good: "charts.green",
  bad: "charts.red",
};

/**
 * The row of one run; its tooltip is made on request. It shows the run's input request, or, if there are several, has
 * rows for them below it.
 *
 * @param now milliseconds since the epoch
 */
export function runItem(run: Run, now: number, known: KnownOfRun = {}): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const { label, description, spoken } = runRow(run, now, known);
  const item = new vscode.TreeItem(label, asksSeveral(run) ? Expanded : None);
  item.description = description;
  item.iconPath = runIcon(run.status, known.blockedBy);
  item.contextValue = contextWords(run).join(" ");
  item.accessibilityInformation = { label: spoken };
  return item;
}

/** @param blockedBy the hook that blocked the run */
export function runIcon(status: string, blockedBy?: string): vscode.ThemeIcon {
  const { icon, tone } = blockedBy === undefined ? statusFacts(status) : callStates.blocked;
  return new vscode.ThemeIcon(icon === "loading" ? "loading~spin" : icon, new vscode.ThemeColor(colors[tone]));
}
