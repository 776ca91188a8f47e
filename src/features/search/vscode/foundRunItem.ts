import * as vscode from "vscode";
import type { Run } from "#api/schemas.ts";
import type { FoundRun, FoundStep } from "#features/search/core/indexTypes.ts";
import { countOf } from "#model/counts.ts";
import { formatDuration } from "#model/duration.ts";
import { beganAt } from "#runs/facts/runFacts.ts";
import { rowText } from "#runs/labels/runLabel.ts";
import type { Query } from "#runs/query/queryTypes.ts";
import { runIcon } from "#workbench/explorer/vscode/items/runItem.ts";
import { runAge, runRow, spokenStatus } from "#workbench/explorer/vscode/items/runRow.ts";
import { contextWords } from "#workbench/panel/vscode/contextWords.ts";
import { openRunCommand } from "#workbench/panel/vscode/runUri.ts";
import { markedTitle, stepLabel } from "./markedLabels.ts";
import { type Match, matchesOf } from "./searchRows.ts";

const stepIcons: Record<FoundStep["kind"], string> = {
  input: "sign-in",
  output: "sign-out",
  error: "error",
  text: "thinking",
  tool: "tools",
  prompt: "comment-discussion",
  request: "question",
  answer: "comment",
  workflow: "type-hierarchy-sub",
  other: "circle-outline",
};

const stepWords: Record<FoundStep["kind"], string> = {
  input: "input",
  output: "output",
  error: "failure",
  text: "text",
  tool: "tool call",
  prompt: "prompt",
  request: "input request",
  answer: "answer",
  workflow: "workflow",
  other: "event",
};

/** The row of a run that matches. @param isOpen whether its steps are shown at first */
export function foundRunItem(
  found: FoundRun,
  { connectionId, query, isOpen, now }: { connectionId: string; query: Query; isOpen: boolean; now: number },
): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const run = runOf(found);
  const matches = matchesOf(found);
  const title = rowText(found.title);
  const item = new vscode.TreeItem(
    markedTitle(title, query, runAge(run, now)),
    matches.length === 0 ? None : isOpen ? Expanded : Collapsed,
  );
  const count = matches.length + found.moreSteps;
  const { blockedBy } = found;
  // The index doesn't have the output, so nothing is said about a result.
  const isResult = found.status === "completed" && blockedBy === undefined;
  const description = isResult ? "" : runRow(run, now, { blockedBy }).description;
  const hidden = isOpen || count === 0 ? "" : countOf(count, "match", "matches");
  const shown = [hidden, description].filter((part) => part !== "");
  item.description = shown.join(" · ");
  item.iconPath = runIcon(found.status, blockedBy);
  item.contextValue = contextWords(run, connectionId).join(" ");
  item.accessibilityInformation = {
    label: `${spokenStatus(run, now, { blockedBy })}: ${[title, ...shown].join(", ")}`,
  };
  const [only] = matches.length === 1 && found.moreSteps === 0 ? matches : [];
  item.command = openRunCommand({ connectionId, runId: found.id }, title, { sequence: sequenceOf(only) });
  return item;
}

/** The row of a step, or of a value of the run's input or output. */
export function matchItem(match: Match, connectionId: string, found: FoundRun): vscode.TreeItem {
  const item = new vscode.TreeItem(match.kind === "value" ? valueLabel(match) : stepLabel(match.step));
  if (match.kind === "value") {
    item.iconPath = new vscode.ThemeIcon("symbol-field");
    item.accessibilityInformation = { label: `value, ${match.path}: ${match.text}` };
  } else {
    const { kind, at, name, excerpt } = match.step;
    item.description = at === undefined ? "" : `after ${formatDuration(at)}`;
    const color = kind === "error" ? new vscode.ThemeColor("charts.red") : undefined;
    item.iconPath = new vscode.ThemeIcon(stepIcons[kind], color);
    item.tooltip = [name.text, excerpt.text].filter(Boolean).join("\n");
    const spoken = [stepWords[kind], name.text, excerpt.text, item.description];
    item.accessibilityInformation = { label: spoken.filter(Boolean).join(", ") };
  }
  item.contextValue = "match";
  item.command = openRunCommand({ connectionId, runId: found.id }, rowText(found.title), {
    sequence: sequenceOf(match),
  });
  return item;
}

/** The step that a row leads to, by the sequence of its event. */
function sequenceOf(match: Match | undefined): number | undefined {
  return match?.kind === "step" ? match.step.sequence : undefined;
}

function valueLabel({ path, text }: Extract<Match, { kind: "value" }>): vscode.TreeItemLabel {
  const before = `${path}: `;
  const value = rowText(text);
  return { label: `${before}${value}`, highlights: [[before.length, before.length + value.length]] };
}

/** What the index knows of a run, as the app would say it. */
function runOf(found: FoundRun): Run {
  const { id, status, startedAt, endedAt, error, user, session } = found;
  const iso = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString());
  return {
    id,
    status,
    started_at: iso(beganAt(found)),
    // Where the index has no start, only a creation, a run has no duration.
    ended_at: startedAt === undefined ? undefined : iso(endedAt),
    user_id: user,
    session_id: session,
    error: error && { code: error.type, message: error.message },
  };
}
