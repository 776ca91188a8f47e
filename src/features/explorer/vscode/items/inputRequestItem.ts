import * as vscode from "vscode";
import type { InputRequest } from "../../../../api/schemas.ts";
import { waitingColor } from "../../../../host/ids.ts";
import { paddedAge, shortAge, spokenAge } from "../../../../model/times.ts";
import { askedText } from "../../../../runs/labels/inputRequestText.ts";
import { isApproval } from "../../../../runs/labels/pendingInputRequests.ts";
import { rowText } from "../../../../runs/labels/runLabel.ts";
import { requestWords } from "../../../panel/vscode/contextWords.ts";

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
