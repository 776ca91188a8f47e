import * as vscode from "vscode";
import type { InputRequest, Run } from "#api/schemas.ts";
import { waitingColor } from "#host/ids.ts";
import { callStates } from "#model/callStates.ts";
import { statusFacts, type Tone } from "#model/status.ts";
import { paddedAge, shortAge, spokenAge } from "#model/times.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { asksSeveral, isApproval } from "#runs/labels/pendingInputRequests.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import { traceSilence } from "#runs/labels/traceSummary.ts";
import { contextWords, requestWords } from "#workbench/panel/vscode/contextWords.ts";
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
export function runItem(run: Run, connectionId: string, now: number, known: KnownOfRun = {}): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const { label, description, spoken } = runRow(run, now, known);
  const item = new vscode.TreeItem(label, asksSeveral(run) ? Expanded : None);
  item.description = description;
  item.iconPath = traceSilence(run, now) === "" ? runIcon(run.status, known.blockedBy) : silentIcon;
  item.contextValue = contextWords(run, connectionId).join(" ");
  item.accessibilityInformation = { label: spoken };
  return item;
}

/** Nothing turns while nothing comes. */
const silentIcon = new vscode.ThemeIcon("history", new vscode.ThemeColor(colors.run));

/** @param blockedBy the hook that blocked the run */
export function runIcon(status: string, blockedBy?: string): vscode.ThemeIcon {
  const { icon, tone } = blockedBy === undefined ? statusFacts(status) : callStates.blocked;
  return new vscode.ThemeIcon(icon === "loading" ? "loading~spin" : icon, new vscode.ThemeColor(colors[tone]));
}

/**
 * The row of one of a run's several input requests.
 *
 * @param since when it was asked, @param now both in milliseconds since the epoch
 * @param unsent why an answer from here wasn't sent
 */
export function inputRequestItem(
  request: InputRequest,
  { since, now, unsent }: { since: number | undefined; now: number; unsent: string | undefined },
): vscode.TreeItem {
  const label = rowText(askedText(request)) || (request.type ?? "Input request without a prompt");
  const age = since === undefined ? undefined : now - since;
  const item = new vscode.TreeItem(
    `${paddedAge(age === undefined ? "" : shortAge(age))}${label}`,
    vscode.TreeItemCollapsibleState.None,
  );
  if (unsent !== undefined) item.description = unsent;
  item.iconPath = new vscode.ThemeIcon(
    isApproval(request) ? "verified" : "comment",
    new vscode.ThemeColor(waitingColor),
  );
  item.contextValue = `input request ${requestWords(request)}`;
  const kind = isApproval(request) ? "Approval" : "Feedback";
  item.accessibilityInformation = {
    label: `${age === undefined ? kind : `${kind}, ${spokenAge(age)}`}: ${[label, unsent].filter(Boolean).join(", ")}`,
  };
  return item;
}
