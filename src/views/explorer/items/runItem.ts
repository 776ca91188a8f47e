import * as vscode from "vscode";
import type { Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { waitingColor } from "../../../host/ids.ts";
import { isTerminal, needsPerson, statusFacts, type Tone } from "../../../model/status.ts";
import { asksSeveral, pendingInputRequests } from "../../../runs/inputRequests/pendingInputRequests.ts";
import { rowPrompt } from "../../../runs/inputRequests/rowPrompt.ts";
import { runDescription } from "../../../runs/labels/runDescription.ts";
import { runLabel, runTitle, spokenRow } from "../../../runs/labels/runLabel.ts";
import { hasNoId } from "../../../runs/labels/unreadableRun.ts";
import { openRunCommand, requestWords, waitingDescription } from "./inputRequestItem.ts";

/** What is known of a run besides what the app says. */
interface KnownOfRun {
  /** The path of the title, from the settings. */
  path?: JsonPath | undefined;
  /** The golden test that started it. */
  test?: string | undefined;
  /** Whether a tool of an agent started it. */
  byAgent?: boolean;
}

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
 * @param since when it began to wait, if that is known, @param now both in milliseconds since the epoch
 */
export function runItem(run: Run, since: number | undefined, now: number, known: KnownOfRun = {}): vscode.TreeItem {
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const hasSeveral = asksSeveral(run);
  const { path, test, byAgent = false } = known;
  const label = hasSeveral ? runTitle(run, path, test) : runLabel(run, path, test);
  const [request] = pendingInputRequests(run);
  const shown = (!hasSeveral && request && rowPrompt(request)) || label;
  const item = new vscode.TreeItem(shown, hasSeveral ? Expanded : None);
  const times = rowDescription(run, since, now);
  const description = byAgent ? `by an agent, ${times}` : times;
  item.description = description;
  item.iconPath = runIcon(run.status);
  item.contextValue = contextWords(run).join(" ");
  item.accessibilityInformation = { label: spokenRow(label, run.status, description) };
  // A run without an id can't be requested. Its tooltip shows everything that is known.
  if (!hasNoId(run)) item.command = openRunCommand(run.id);
  return item;
}

/** The row's second text. @param since when the run began to wait */
export function rowDescription(run: Run, since: number | undefined, now: number): string {
  return needsPerson(run.status) ? waitingDescription(run, since, now) : runDescription(run, now);
}

/** The actions for the run, for the menus in package.json. */
export function contextWords(run: Run): string[] {
  if (hasNoId(run)) return ["unreadable"];
  const [request, ...others] = pendingInputRequests(run);
  const state = isTerminal(run.status) ? "terminal" : "active";
  const words = ["run", state, ...(request && others.length === 0 ? [requestWords(request)] : [])];
  if (run.status === "completed") words.push("completed");
  if (run.user_id) words.push("user");
  if (run.session_id) words.push("session");
  return words;
}

export function runIcon(status: string): vscode.ThemeIcon {
  const { icon, tone } = statusFacts(status);
  return new vscode.ThemeIcon(icon === "loading" ? "loading~spin" : icon, new vscode.ThemeColor(colors[tone]));
}
