import * as vscode from "vscode";
import type { InputRequest, Run } from "../../../api/schemas.ts";
import { commandIds, waitingColor } from "../../../host/ids.ts";
import { paddedAge, shortAge, spokenAge } from "../../../model/times.ts";
import { isApproval, isTakeover } from "../../../runs/inputRequests/pendingInputRequests.ts";
import { rowPrompt } from "../../../runs/inputRequests/rowPrompt.ts";
import { askedText } from "../../../runs/labels/inputRequestText.ts";
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
 * @param unsent why an answer from here wasn't sent
 */
export function inputRequestItem(
  run: Run,
  request: InputRequest,
  { since, now, unsent }: { since: number | undefined; now: number; unsent: string | undefined },
): vscode.TreeItem {
  const label = rowPrompt(request) || (request.type ?? "Input request without a prompt");
  const whole = rowText(askedText(request)) || label;
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
  item.command = openRunCommand(run.id);
  item.contextValue = `input request ${requestWords(request)}`;
  const kind = isApproval(request) ? "Approval" : "Question";
  item.accessibilityInformation = {
    label: `${age === undefined ? kind : `${kind}, ${spokenAge(age)}`}: ${[whole, unsent].filter(Boolean).join(", ")}`,
  };
  return item;
}

/** The click action of a run's row, and of its input requests' rows. */
export function openRunCommand(runId: string): vscode.Command {
  return { command: commandIds.openRun, title: "Open Run", arguments: [runId] };
}
