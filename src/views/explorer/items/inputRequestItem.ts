import * as vscode from "vscode";
import type { InputRequest, Run } from "../../../api/schemas.ts";
import { commandIds, waitingColor } from "../../../host/ids.ts";
import { formatAge } from "../../../model/times.ts";
import { isApproval, isTakeover, pendingInputRequests } from "../../../runs/inputRequests/pendingInputRequests.ts";
import { rowPrompt } from "../../../runs/inputRequests/rowPrompt.ts";
import { askedText } from "../../../runs/labels/inputRequestText.ts";
import { runDescription } from "../../../runs/labels/runDescription.ts";
import { rowText } from "../../../runs/labels/runLabel.ts";

/** The ways to answer it, for the menus in package.json. */
export function requestWords(request: InputRequest): string {
  if (isApproval(request)) return "approval";
  return isTakeover(request) ? "feedback browser" : "feedback";
}

/**
 * The row of one of a run's several input requests.
 *
 * @param since when it was asked, @param now both in milliseconds since the epoch
 */
export function inputRequestItem(
  run: Run,
  request: InputRequest,
  since: number | undefined,
  now: number,
): vscode.TreeItem {
  const label = rowPrompt(request) || (request.type ?? "Input request without a prompt");
  const whole = rowText(askedText(request)) || label;
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  const age = since === undefined ? "" : formatAge(now - since);
  item.description = age;
  item.iconPath = new vscode.ThemeIcon(
    isApproval(request) ? "verified" : "comment",
    new vscode.ThemeColor(waitingColor),
  );
  item.command = openRunCommand(run.id);
  item.contextValue = `input request ${requestWords(request)}`;
  item.accessibilityInformation = {
    label: [whole, isApproval(request) ? "approval" : "question", age].filter(Boolean).join(", "),
  };
  return item;
}

/**
 * The second text of a waiting run's row: since when it waits, and for how many answers. @param since the time of its
 * first pending input request
 */
export function waitingDescription(run: Run, since: number | undefined, now: number): string {
  const count = pendingInputRequests(run).length;
  const age = since === undefined ? runDescription(run, now) : formatAge(now - since);
  return count > 1 ? [`${count} input requests`, age].filter(Boolean).join(" · ") : age;
}

/** The click action of a run's row, and of its input requests' rows. */
export function openRunCommand(runId: string): vscode.Command {
  return { command: commandIds.openRun, title: "Open Run", arguments: [runId] };
}
