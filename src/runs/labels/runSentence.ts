import type { Run } from "../../api/schemas.ts";
import { isContainer, isNumber } from "../../base/json/exactNumber.ts";
import { markdownInLine } from "../../base/text/plainMarkdown.ts";
import { parseTime } from "../../model/isoTime.ts";
import { resumeTime, untilWords } from "../../model/resumeTime.ts";
import { formatTimeOfDay } from "../../model/times.ts";
import { errorSummary } from "./errorSummary.ts";
import { rowText } from "./runLabel.ts";
import { problemOf } from "./unreadableRun.ts";

/** A piece of a sentence, spaces included; code is set in monospace. */
export interface SentencePiece {
  text: string;
  code?: boolean;
}

/** The sentence beside the status word: the newest important fact about the run. It never becomes outdated. */
export function runSentence(run: Run): SentencePiece[] {
  const problem = problemOf(run);
  const sentence = statusPieces(run);
  if (problem === undefined) return sentence;
  return [...sentence, { text: `${sentence.length === 0 ? "" : " · "}${problem}` }];
}

function statusPieces(run: Run): SentencePiece[] {
  const started = parseTime(run.started_at);
  switch (run.status) {
    case "created":
      return [{ text: "waiting for a worker" }];
    case "started":
      return started === undefined ? [] : [{ text: `since ${formatTimeOfDay(started, "seconds")}` }];
    case "awaiting_input":
      return waiting(run);
    case "paused": {
      const until = resumeTime(run);
      return until === undefined ? [] : [{ text: untilWords(until) }];
    }
    case "completed":
      return outputPieces(run.output);
    case "failed": {
      const { code, message, nodes } = errorSummary(run.error);
      if (nodes !== undefined) return [{ text: rowText(nodes, 160) }];
      const reason = message ? [{ text: `${code ? " " : ""}${rowText(message, 160)}` }] : [];
      return [...(code ? [{ text: code, code: true }] : []), ...reason];
    }
    default:
      return [];
  }
}

function waiting(run: Run): SentencePiece[] {
  const count = run.input_requests?.length ?? 0;
  return count === 0 ? [] : [{ text: count === 1 ? "1 input request" : `${count} input requests` }];
}

/** The first short fields of the output, with names set in code. */
function outputPieces(output: unknown): SentencePiece[] {
  if (typeof output === "string") return [{ text: rowText(output, 160) }];
  if (isNumber(output) || typeof output !== "object" || output === null) return [];
  const said = nodesText(output);
  if (said !== undefined) return [{ text: rowText(said, 160) }];
  const short = Object.entries(output)
    .filter(([, value]) => isShort(value))
    .slice(0, 3);
  return short.flatMap(([name, value], index) => [
    { text: name, code: true },
    { text: ` ${String(value)}${index < short.length - 1 ? ", " : ""}` },
  ]);
}

/** The text of the last node that has one, from the SDK's output: `{node: {status, output}}`. */
function nodesText(output: object): string | undefined {
  const nodes: unknown[] = Object.values(output);
  const texts = nodes.map((node) => {
    if (!isContainer(node)) return undefined;
    const { status, output: own } = node as Record<string, unknown>;
    if (typeof status !== "string") return undefined;
    const text = isContainer(own) ? (own as Record<string, unknown>)["content"] : own;
    return typeof text === "string" ? markdownInLine(text) : "";
  });
  return texts.includes(undefined) ? undefined : texts.findLast((text) => text?.trim());
}

function isShort(value: unknown): boolean {
  return isNumber(value) || typeof value === "boolean" || (typeof value === "string" && value.length <= 40);
}
