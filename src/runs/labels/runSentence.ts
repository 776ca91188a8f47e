import type { Run } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { capital } from "#base/text/capital.ts";
import { markdownInLine, tableInLine } from "#base/text/plainMarkdown.ts";
import { countOf } from "#model/counts.ts";
import { parseTime } from "#model/isoTime.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { resumeTime, untilWords } from "#model/resumeTime.ts";
import { nodeOutputs, readResult } from "#model/runResult.ts";
import { isKnownStatus, type KnownStatus } from "#model/status.ts";
import { formatTimeOfDay } from "#model/times.ts";
import { cancelReason } from "./cancelReason.ts";
import { errorSummary, unsaidCode } from "./errorSummary.ts";
import { rowText } from "./runLabel.ts";
import { problemOf } from "./unreadableRun.ts";

/** A piece of a sentence, spaces included; code is set in monospace. */
export interface SentencePiece {
  text: string;
  code?: boolean;
}

/** The sentence of each status, by the run alone. A place that knows more replaces it, as the header and rows do. */
const sentences: Readonly<Record<KnownStatus, (run: Run) => SentencePiece[]>> = {
  created: () => [{ text: "waiting for a worker" }],
  started: ({ started_at: started }) =>
    timePiece(parseTime(started), (time) => `since ${formatTimeOfDay(time, "seconds")}`),
  awaiting_input: ({ input_requests: requests }) =>
    requests?.length ? [{ text: countOf(requests.length, "input request") }] : [],
  paused: (run) => timePiece(resumeTime(run), untilWords),
  completed: ({ output }) => resultSentence(output),
  failed: ({ error }) => {
    const summary = errorSummary(error);
    const { message, nodes } = summary;
    const code = unsaidCode(summary);
    if (nodes !== undefined) return [{ text: rowText(nodes, maxSentenceLength) }];
    // The end of a line is cut first, so the words come before the code.
    const reason = message ? [{ text: `${rowText(message, maxSentenceLength)}${code ? " " : ""}` }] : [];
    return [...reason, ...(code ? [{ text: code, code: true }] : [])];
  },
  canceled: ({ error }) => {
    const reason = cancelReason(error);
    return reason === undefined ? [] : [{ text: rowText(reason, maxSentenceLength) }];
  },
};

/** The sentence beside the status word: the newest important fact about the run. It never becomes outdated. */
export function runSentence(run: Run): SentencePiece[] {
  const problem = problemOf(run);
  const sentence = isKnownStatus(run.status) ? sentences[run.status](run) : [];
  if (problem === undefined) return sentence;
  return [...sentence, { text: `${sentence.length === 0 ? "" : " · "}${problem}` }];
}

export function sentenceText(sentence: readonly SentencePiece[]): string {
  return sentence.map(({ text }) => text).join("");
}

function timePiece(time: number | undefined, words: (time: number) => string): SentencePiece[] {
  return time === undefined ? [] : [{ text: words(time) }];
}

/** The answer in one line: its first text, otherwise its first short fields, otherwise how large the others are. */
function resultSentence(output: unknown): SentencePiece[] {
  if (output === undefined || output === null) return [{ text: "no output" }];
  const { texts, short, rest } = readResult(output);
  // Nobody knows nodes by their ids.
  const node =
    texts.length > 0 ? undefined : nodeOutputs(output)?.findLast((each) => (each ?? undefined) !== undefined);
  if (node !== undefined) return resultSentence(node);
  const text = texts.map(({ value }) => textInLine(value)).find((line) => line !== "");
  if (text !== undefined) return [{ text }];
  const shown = short.filter(({ value }) => value !== null && value !== "");
  const sized = rest.map((part) => ({ ...part, value: sizeWords(part.value) })).filter(({ value }) => value !== "");
  const pieces = (shown.length > 0 ? shown : sized).slice(0, 3);
  // A text may be nothing but a table.
  const table = texts[0] && rowText(tableInLine(texts[0].value.slice(0, maxReadLength)), maxSentenceLength);
  if (pieces.length === 0) return [{ text: table || "empty output" }];
  return pieces.flatMap(({ name, value }, index) => [
    ...(name === "" ? [] : [{ text: name, code: true }]),
    { text: `${name === "" ? "" : " "}${String(value)}${index < pieces.length - 1 ? ", " : ""}` },
  ]);
}

/** How large a list or an object is; empty when it has nothing. */
function sizeWords(value: unknown): string {
  if (!isContainer(value)) return "file";
  const count = Object.keys(value).length;
  return count === 0 ? "" : countOf(count, Array.isArray(value) ? "item" : "field");
}

/** In characters: how much of a text is read for one line. */
const maxReadLength = 4000;
const maxSentenceLength = 160;

function textInLine(text: string): string {
  const plain = markdownInLine(shortPlaceholders(text.slice(0, maxReadLength))).trim();
  return rowText(withoutSalutation(plain), maxSentenceLength) || rowText(plain, maxSentenceLength);
}

/** A greeting: at most four words after it, so that a sentence which begins like one stays whole. */
const salutation =
  /^(?:hello|hi|hey|dear|good (?:morning|afternoon|evening)|hallo|guten tag|liebe[rs]?|sehr geehrte[rs]?|bonjour|hola)(?: [^\s,.!?:;]+){0,4}(?:[,!.] ?\s*\n|[,!] +|\s*\n)\s*/i;

/** A letter's first line says nothing about its content. */
function withoutSalutation(text: string): string {
  const rest = text.replace(salutation, "");
  return rest === text ? text : capital(rest);
}
