import type { InputRequest, Run } from "#api/schemas.ts";
import type { TooltipFact } from "#host/tooltipFacts.ts";
import { formatDuration, formatRunDuration } from "#model/duration.ts";
import { parseTime } from "#model/isoTime.ts";
import { isTerminal } from "#model/status.ts";
import { formatWhen } from "#model/times.ts";
import { blockedSentence, runWord } from "#runs/labels/blockedRun.ts";
import { errorSummary } from "#runs/labels/errorSummary.ts";
import { failedNodesText } from "#runs/labels/failedNodes.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { durationOf } from "#runs/labels/runDuration.ts";
import { runTitle, maxWholeTitleLength } from "#runs/labels/runLabel.ts";
import { runSentence } from "#runs/labels/runSentence.ts";
import { traceOf } from "#runs/labels/traceSummary.ts";
import { hasNoId, problemOf } from "#runs/labels/unreadableRun.ts";
import { inputRequestTitle, paramWords } from "#workbench/inputRequests/core/answerWords.ts";
import { jsonBeginning } from "#workbench/panel/vscode/json/jsonBeginning.ts";
import type { KnownOfRun } from "./runRow.ts";

/** In characters: how much is shown of a run that can't be read, and of a prompt. */
const maxRawLength = 600;
const maxPromptLength = 400;

/** What a row's tooltip says, each fact once. @param now milliseconds since the epoch */
export function runDetails(run: Run, now: number, known: KnownOfRun = {}) {
  return {
    title: runTitle(run, known.path, known.test, maxWholeTitleLength),
    status: runWord(run.status, known.blockedBy),
    sentence: known.blockedBy === undefined ? runSentence(run) : blockedSentence(run, known.blockedBy),
    facts: factsOf(run, now, known),
  };
}

function factsOf(run: Run, now: number, known: KnownOfRun): TooltipFact[] {
  const { since, app, batch, byAgent = false, failedNodes = 0, unsent } = known;
  const [started, ended] = [parseTime(run.started_at), parseTime(run.ended_at)];
  const when = (time: number | undefined): string | undefined =>
    time === undefined ? undefined : formatWhen(time, now);
  const problem = problemOf(run);
  const all: [string, string | undefined, boolean?][] = [
    ["Answer", unsent],
    ["App", app],
    ["Started", when(started)],
    ["Ended", when(ended)],
    ["Duration", started === undefined || run.status === "created" ? undefined : durationText(run, now - started)],
    ["Waiting since", when(since)],
    ["Last update", isTerminal(run.status) ? undefined : when(traceOf(run)?.heardAt)],
    ["User", run.user_id ?? undefined, true],
    ["Session", run.session_id ?? undefined, true],
    ["Run", hasNoId(run) ? undefined : run.id, true],
    ["Batch", batch],
    ["Started by", byAgent ? "an agent" : undefined],
    ["Nodes", failedNodes > 0 ? failedNodesText(failedNodes) : undefined],
    ["Problem", problem],
    [
      "As the app sent it",
      problem === undefined ? undefined : jsonBeginning(run["unreadable"], maxRawLength).slice(0, maxRawLength),
      true,
    ],
    ["Error", restOfError(run)],
    ...pendingInputRequests(run).flatMap(requestRows),
  ];
  return all.filter((fact): fact is TooltipFact => fact[1] !== undefined && fact[1] !== "");
}

/** How long a run took, or has taken so far. @param soFar in milliseconds */
function durationText(run: Run, soFar: number): string {
  const took = durationOf(run);
  return took === undefined ? formatDuration(soFar) : formatRunDuration(took);
}

/** The part of the error that the sentence above has no room for. */
function restOfError(run: Run): string | undefined {
  if (run.status !== "failed") return undefined;
  const { message } = errorSummary(run.error);
  return runSentence(run).some(({ text }) => text.trim() === message.trim()) ? undefined : message;
}

/** The prompt, and the values that an approval includes. */
function requestRows(request: InputRequest): [name: string, value: string][] {
  const values = paramWords(request.params);
  const prompt = inputRequestTitle(request, maxPromptLength);
  return [["Asks", prompt], ...(values ? [["With", values] as [string, string]] : [])];
}
