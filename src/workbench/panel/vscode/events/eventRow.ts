import type { RunEvent } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { decisionTitle } from "#model/hookDecision.ts";
import { parseTime } from "#model/isoTime.ts";
import { modelName } from "#model/modelCost.ts";
import { usageText } from "#model/usage.ts";
import { errorLine } from "#runs/labels/errorSummary.ts";
import { type EventTrace, senderName } from "#runs/live/eventTraces.ts";
import { readAppMessage } from "#runs/story/app/appMessage.ts";
import type { AppPart } from "#runs/story/app/appParts.ts";
import { saysFailure } from "#runs/story/toolCalls.ts";
import type { EventGroup, EventPiece, EventRow } from "#workbench/panel/page/eventViews.ts";
import { jsonBeginning } from "#workbench/panel/vscode/json/jsonBeginning.ts";

/** In characters: the longest summary in a row. */
const maxSummaryLength = 240;

export function eventRow(event: RunEvent): EventRow {
  const { sequence, type, timestamp } = event;
  const message = type === "run.data" ? readAppMessage(event.data, event.source) : undefined;
  const text = message ? partWords(message.part) : summary(event);
  const row: EventRow = { sequence, type, group: groupOf(type), summary: text.slice(0, maxSummaryLength) };
  const source = message?.speaker?.name ?? senderName(event.source) ?? nodeIn(event);
  if (source !== undefined) row.source = source.slice(0, maxSummaryLength);
  const piece = message ? pieceOfPart(message.part) : pieceOf(type);
  if (piece) row.piece = piece;
  if (timestamp) row.time = parseTime(timestamp) ?? timestamp;
  if (saysFailure(event)) row.failed = true;
  return row;
}

/** The row of an event that has left memory. Its text is read again when the row comes into view. */
export function traceRow({ sequence, type, failed, source }: EventTrace): EventRow {
  return { sequence, type, group: groupOf(type), source, piece: pieceOf(type), failed: failed || undefined };
}

function pieceOfPart(part: AppPart): EventPiece | undefined {
  if (part.kind === "thought") return "reasoning";
  if (part.kind === "answer") return typeof part.content === "string" ? "answer" : undefined;
  if (part.kind === "chunk") return part.text === "" && part.calls.length === 0 ? undefined : "text";
  return part.kind === "text" ? "text" : undefined;
}

function pieceOf(type: string): EventPiece | undefined {
  return type.endsWith(".delta") ? "text" : undefined;
}

function nodeIn({ type, data }: RunEvent): string | undefined {
  const { source } = (type === "run.data" && isContainer(data) ? data : {}) as { source?: unknown };
  return isContainer(source) ? senderName(source) : undefined;
}

export function groupOf(type: string): EventGroup {
  if (type.startsWith("agent.tool_call.")) return "tools";
  if (type.includes("feedback") || type.includes("approval_request.")) return "requests";
  if (type.endsWith(".delta")) return "text";
  if (type === "run.data") return "data";
  return type.startsWith("run.") ? "run" : "other";
}

function summary(event: RunEvent): string {
  const { data } = event;
  if (typeof data === "string") return data;
  if (!isContainer(data)) return data === undefined || data === null ? "" : jsonBeginning(data, maxSummaryLength);
  const fields = data as Record<string, unknown>;
  if (event.type.endsWith(".delta") && typeof fields["delta"] === "string") return fields["delta"];
  if (event.type.startsWith("agent.tool_call.")) return toolSummary(fields);
  if (typeof fields["prompt"] === "string") return fields["prompt"];
  if (event.type === "run.failed") return errorLine(fields["error"]);
  if (event.type === "run.paused" && typeof fields["checkpoint_id"] === "string") return fields["checkpoint_id"];
  return isLifecycle(event.type) ? "" : jsonBeginning(data, maxSummaryLength);
}

function toolSummary(fields: Record<string, unknown>): string {
  const tool = fields["tool"] as { name?: unknown } | null | undefined;
  const name = typeof tool?.name === "string" ? tool.name : "";
  return [name, words(fields["result"] ?? fields["input"])].filter((part) => part !== "").join(" · ");
}

function isLifecycle(type: string): boolean {
  return type === "run.started" || type === "run.resumed" || type === "run.completed" || type === "run.canceled";
}

/** The text of a message from an app's node. Its JSON begins with ids, which are the same in every row. */
function partWords(part: AppPart): string {
  switch (part.kind) {
    case "nothing":
      return "";
    case "thought":
    case "text":
      return words(part.text);
    case "answer":
      return words(part.content);
    case "chunk": {
      const said = [part.text, ...part.calls.map(({ name = "", input }) => `${name}${input}`)].join("");
      return said === "" && part.usage ? usageText(part.usage) : words(said);
    }
    case "usage":
      return usageText(part.usage);
    case "manager":
      return `${part.step}: ${words(part.text)}`;
    case "callStarted":
      return `call to ${part.call.name}`;
    case "callInput":
      return `input of ${part.call.name}: ${words(part.piece)}`;
    case "callVoid":
      return `discarded: ${words(part.reason)}`;
    case "call":
      return `${part.call.name} ${words(part.input)}`;
    case "result":
      return `${part.call.name} → ${words(part.result)}`;
    case "block":
      return `blocked by ${words(part.block.by)}`;
    case "hook":
      return `${decisionTitle(part.decision)} by ${words(part.decision.by)}`;
    case "node":
      return part.isOver ? "ended" : "began";
    case "model":
      return `${modelName(part.call.model)}${part.call.status === undefined ? "" : ` ${part.call.status}`}`;
    case "request":
      return words(part.prompt);
    case "end":
      return `workflow ${part.outcome}`;
  }
}

/** Cut first, since a result may have megabytes, and a substring would keep the whole text in memory. */
function words(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value.slice(0, maxSummaryLength) : jsonBeginning(value, maxSummaryLength);
}
