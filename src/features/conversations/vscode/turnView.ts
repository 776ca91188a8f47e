import type { InputAnswer } from "#api/contract.ts";
import type { Run } from "#api/schemas.ts";
import { oneLine } from "#base/text/oneLine.ts";
import type { TurnView, ConversationHead } from "#features/conversations/page/messages.ts";
import { withoutUnblocked } from "#model/block.ts";
import { formatBytes } from "#model/bytes.ts";
import { countOf } from "#model/counts.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { isTerminal, needsPerson, statusWord } from "#model/status.ts";
import type { SentWith } from "#runs/create/startedRuns.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import { blockedText, runWord, blockedSentence } from "#runs/labels/blockedRun.ts";
import { errorSummary, unsaidCode } from "#runs/labels/errorSummary.ts";
import type { KnownEnd } from "#runs/labels/failedNodes.ts";
import { failureReason } from "#runs/labels/failureReason.ts";
import { askedText } from "#runs/labels/inputRequestText.ts";
import { pendingInputRequests } from "#runs/labels/pendingInputRequests.ts";
import { runSentence, sentenceText } from "#runs/labels/runSentence.ts";
import { withoutBytes } from "#runs/resultFiles/withoutBytes.ts";
import type { Turn } from "#runs/sessions/conversation.ts";
import { foldedJson } from "#runs/text/foldedValue.ts";
import { runDuration } from "#runs/text/runLine.ts";
import { runContext } from "#workbench/panel/vscode/contextWords.ts";

/** In characters: how much of a value is shown in a line, and how much of a reason or a question. */
const maxLengths = { change: 120, value: 400, state: 2_000 };

interface KnownOfTurn {
  /** What the local index knows of it. */
  facts?: RunFacts;
  end?: KnownEnd;
  /** How it was sent from here, with covers. */
  sent?: Pick<SentWith, "attached" | "fileIds">;
  /** The answers to its input requests that were sent from here; absent where nobody can know them. */
  answers?: readonly InputAnswer[];
  /** Whether its message was sent again from another conversation. */
  isFork?: boolean;
  /** The id of the run's connection, if that exists. */
  connectionId?: string;
  /** The newest text that was seen of it: of a run that goes on, what it writes. */
  wrote?: string;
}

/** A turn as the page shows it. @param turn with covers */
export function turnView({ run, message, answer, changes }: Turn, known: KnownOfTurn = {}): TurnView {
  const { wrote, end, facts } = known;
  const blockedBy = end?.blockedBy ?? facts?.blockedBy;
  const isWriting = wrote !== undefined && !isTerminal(run.status) && !needsPerson(run.status);
  const state = isWriting ? undefined : stateOf(run);
  return {
    runId: run.id,
    status: run.status,
    word: runWord(run.status, blockedBy),
    startedAt: run.started_at || undefined,
    ...(message === undefined ? { input: inLine(run.input, maxLengths.value) } : { message }),
    changes: changes.map(
      ({ name, before, now }) => `${oneLine(name, 80)}: ${changedText(before)} → ${changedText(now)}`,
    ),
    attached: attachedTo(run, known),
    facts: factsLine(run, known),
    isFork: known.isFork || undefined,
    answer: answer === undefined ? (hasOutput(run) ? undefined : wrote) : shortPlaceholders(answer),
    growing: isWriting || undefined,
    output: answer === undefined && hasOutput(run) ? inLine(withoutUnblocked(run.output), maxLengths.value) : undefined,
    state,
    menu: known.connectionId === undefined ? undefined : runContext(run, known.connectionId),
  };
}

/** An app returns the ids of files at most, also those of files that went with the request themselves. */
function attachedTo(run: Run, { sent }: KnownOfTurn): string[] | undefined {
  const files = (sent?.attached ?? []).map(
    ({ name, size }) => `${oneLine(name, maxLengths.change)}, ${formatBytes(size)}`,
  );
  const ids = sent?.fileIds ?? run["file_ids"];
  const uploads = Array.isArray(ids) && ids.length > 0 ? [countOf(ids.length, sent ? "upload" : "file")] : [];
  const attached = [...files, ...uploads];
  return attached.length > 0 ? attached : undefined;
}

function factsLine(run: Run, { facts, end, answers }: KnownOfTurn): string {
  const isKnown = facts !== undefined && facts.hasEvents && facts.status === run.status;
  const took = runDuration(run);
  const failed = Math.max(end?.failedNodes ?? 0, facts?.failedNodes ?? 0);
  const blockedBy = end?.blockedBy ?? facts?.blockedBy;
  return [
    ...(isKnown ? [callWords(facts)] : []),
    ...(took === undefined ? [] : [took]),
    blockedBy === undefined ? statusWord(run.status) : blockedText(blockedBy),
    ...(run.status === "completed" && failed > 0 ? [`${countOf(failed, "node")} failed`] : []),
    ...answerWords(answers, isKnown ? facts.waits.length : 0),
  ].join(" · ");
}

/** @param answered how many input requests of the run were answered, by anybody */
function answerWords(answers: readonly InputAnswer[] | undefined, answered: number): string[] {
  const own = (answers ?? []).map((answer) =>
    answer.type !== "approval" ? "You answered" : answer.approved ? "You approved" : "You rejected",
  );
  const others = answered - own.length;
  const verb = answers === undefined ? "answered" : "answered elsewhere";
  return [...own, ...(others > 0 ? [`${countOf(others, "input request")} ${verb}`] : [])];
}

function callWords({ tools, mocked = 0 }: RunFacts): string {
  const calls = tools.reduce((sum, { calls: count }) => sum + count, 0);
  const words = calls === 0 ? "No tool calls" : countOf(calls, "tool call");
  return mocked === 0 ? words : `${words}, ${mocked} mocked`;
}

function stateOf(run: Run): string | undefined {
  const word = statusWord(run.status);
  if (run.status === "completed") return hasOutput(run) ? undefined : "The app returned no output.";
  if (run.status === "failed") {
    const reason = failureReason(run.error);
    const code = unsaidCode({ ...errorSummary(run.error), message: reason });
    return oneLine(`${word}: ${reason}${code === undefined ? "" : ` (${code})`}`, maxLengths.state);
  }
  const asked = pendingInputRequests(run)
    .map(askedText)
    .filter((text) => text !== "");
  if (asked.length > 0) return oneLine(`${word}: ${asked.join(" · ")}`, maxLengths.state);
  // The line above has the word already.
  if (run.status === "canceled") return undefined;
  return oneLine([word, sentenceText(runSentence(run))].join(run.status === "created" ? ", " : " "), maxLengths.state);
}

function hasOutput({ output }: Run): boolean {
  return output !== undefined && output !== null;
}

/** A value of an input. A text needs no quotes; a field that is missing has no value. */
function changedText(value: unknown): string {
  return value === undefined ? "nothing" : inLine(value, maxLengths.change);
}

/** A value in one line, without the bytes of files. */
function inLine(value: unknown, maxLength: number): string {
  return value === undefined ? "nothing" : oneLine(foldedJson(withoutBytes(value), maxLength));
}

/** What the newest turn of a conversation does now. */
export function nowOf(run: Run, blockedBy: string | undefined): NonNullable<ConversationHead["now"]> {
  const word = runWord(run.status, blockedBy);
  const sentence = blockedBy === undefined ? runSentence(run) : blockedSentence(run, blockedBy);
  const blocked = blockedBy === undefined ? undefined : true;
  return { status: run.status, word, blocked, sentence: sentenceText(sentence) };
}
