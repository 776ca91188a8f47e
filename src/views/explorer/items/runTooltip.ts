import * as vscode from "vscode";
import type { InputRequest, Run } from "../../../api/schemas.ts";
import type { JsonPath } from "../../../base/json/jsonPath.ts";
import { formatDuration } from "../../../model/duration.ts";
import { parseTime } from "../../../model/isoTime.ts";
import { statusWord } from "../../../model/status.ts";
import { formatWhen } from "../../../model/times.ts";
import { paramWords, inputRequestTitle } from "../../../runs/inputRequests/answerWords.ts";
import { pendingInputRequests } from "../../../runs/inputRequests/pendingInputRequests.ts";
import { errorSummary } from "../../../runs/labels/errorSummary.ts";
import { runLabel } from "../../../runs/labels/runLabel.ts";
import { runSentence } from "../../../runs/labels/runSentence.ts";
import { hasNoId, problemOf } from "../../../runs/labels/unreadableRun.ts";
import { jsonBeginning } from "../../panel/json/jsonBeginning.ts";
import { appendFacts, appendText, type TooltipFact } from "../../tooltipFacts.ts";

/** In characters: how much is shown of a run that can't be read. */
const longestRaw = 600;

/** The details of a run in a tooltip. The run's texts stay text: the Markdown isn't trusted and has no HTML. */
export function runTooltip(run: Run, now: number, titlePath?: JsonPath): vscode.MarkdownString {
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown("**").appendText(runLabel(run, titlePath)).appendMarkdown("**\n\n");
  tooltip.appendText(`${statusWord(run.status)} `);
  for (const { text, code = false } of runSentence(run)) appendText(tooltip, text, code);
  appendFacts(tooltip, facts(run, now));
  return tooltip;
}

/** The part of the error that the sentence above has no room for. */
function longError(run: Run): string | undefined {
  if (run.status !== "failed") return undefined;
  const { message } = errorSummary(run.error);
  return runSentence(run).some(({ text }) => text.trim() === message.trim()) ? undefined : message;
}

function facts(run: Run, now: number): TooltipFact[] {
  const started = parseTime(run.started_at);
  const ended = parseTime(run.ended_at);
  const all: [string, string | undefined, boolean?][] = [
    ["Started", started === undefined ? undefined : formatWhen(started, now)],
    ["Ended", ended === undefined ? undefined : formatWhen(ended, now)],
    [
      "Duration",
      started === undefined || run.status === "created" ? undefined : formatDuration((ended ?? now) - started),
    ],
    ["User", run.user_id ?? undefined, true],
    ["Session", run.session_id ?? undefined, true],
    ["Run", hasNoId(run) ? undefined : run.id, true],
    ["Problem", problemOf(run)],
    [
      "As the app sent it",
      problemOf(run) === undefined ? undefined : jsonBeginning(run["unreadable"], longestRaw).slice(0, longestRaw),
      true,
    ],
    ["Error", longError(run)],
    ...pendingInputRequests(run).flatMap(asked),
  ];
  return all.filter((fact): fact is TooltipFact => fact[1] !== undefined && fact[1] !== "");
}

/** The prompt, and the values that an approval includes. */
function asked(request: InputRequest): [name: string, value: string][] {
  const values = paramWords(request.params);
  return [["Asks", inputRequestTitle(request, 400)], ...(values ? [["With", values] as [string, string]] : [])];
}
