import type { RunEvent } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { declinedWords, readCallBlock } from "#model/block.ts";
import { parseTime } from "#model/isoTime.ts";
import { saysMocked } from "#model/mocked.ts";
import type { StepPosition, ToolStep } from "./storySteps.ts";

const toolCallPrefix = "agent.tool_call.";
/** How much of a call's progress is kept, in characters. */
const maxProgressLength = 20_000;
/** In characters. A longer result isn't searched for an error. */
const maxSearchedLength = 1_000_000;

type Fields = Record<string, unknown>;

/** The part of a tool call that an event reports; `undefined` for any other event. */
export function toolPart(type: string, data: Fields): "started" | "delta" | "completed" | undefined {
  if (!type.startsWith(toolCallPrefix)) return undefined;
  const part = type.slice(toolCallPrefix.length);
  if (part === "started" || part === "completed") return part;
  if (part === "failed" || part === "error") return "completed";
  return part === "delta" && typeof data["delta"] === "string" ? "delta" : undefined;
}

/** @param keep reduces an input or a result to the part that is kept */
export function newCall(
  position: StepPosition,
  event: RunEvent,
  data: Fields,
  keep: (value: unknown) => unknown,
): ToolStep {
  const tool = (typeof data["tool"] === "object" && data["tool"] ? data["tool"] : {}) as Fields;
  return {
    ...position,
    kind: "tool",
    name: typeof tool["name"] === "string" ? tool["name"] : "tool",
    toolType: typeof tool["type"] === "string" ? tool["type"] : undefined,
    input: keep(data["input"]),
    result: undefined,
    progress: "",
    state: "running",
    startedAt: event.timestamp ?? undefined,
  };
}

/** How a call ended, and its output without the words for that. @param status `success`, `failure`, `skip` or none */
export function endOfCall(
  status: unknown,
  result: unknown,
  output: unknown,
): Pick<ToolStep, "state" | "blocked"> & { output: unknown } {
  if (status === "failure") return { state: "failed", output };
  const { block: blocked, output: rest } = readCallBlock(status, output);
  if (!blocked) return { state: status === "skip" ? "skipped" : "finished", output: rest };
  const isDeclined = !blocked.ran && declinedWords(result) !== undefined;
  return { state: isDeclined ? "declined" : "blocked", blocked, output: rest };
}

/** Whether the app made a call: it may have discarded, skipped or blocked it before, or a person declined it. */
export function wasMade({ state, blocked }: Pick<ToolStep, "state" | "blocked">): boolean {
  if (state === "blocked") return blocked?.ran === true;
  return state !== "discarded" && state !== "skipped" && state !== "declined";
}

export function withProgress(call: ToolStep, delta: string): ToolStep {
  const room = maxProgressLength - call.progress.length;
  return room > 0 ? { ...call, progress: call.progress + delta.slice(0, room) } : call;
}

interface ResultOptions {
  /** Whether this event began the call, so that its duration isn't known. */
  started: boolean;
  /** Reduces an input or a result to the part that is kept. */
  keep: (value: unknown) => unknown;
}

export function withResult(call: ToolStep, event: RunEvent, data: Fields, { started, keep }: ResultOptions): ToolStep {
  const from = parseTime(call.startedAt);
  const to = parseTime(event.timestamp);
  const result = data["result"] ?? undefined;
  const failed = callFailed(event.type, data);
  const { output, ...end } = endOfCall(failed ? "failure" : data["status"], result, data["output"]);
  return {
    ...call,
    input: keep(data["input"] ?? undefined) ?? call.input,
    result: keep(result ?? data["error"] ?? undefined),
    output: kept(output, keep),
    files: kept(data["files"], keep),
    ...(saysMocked(result, data["output"], data["error"]) ? { mocked: true } : {}),
    ended: event.sequence,
    ...end,
    startedAt: started ? undefined : call.startedAt,
    duration: started || from === undefined || to === undefined ? undefined : Math.max(0, to - from),
  };
}

/** A call's output or files besides its result, if there are any. */
export function kept(value: unknown, keep: (value: unknown) => unknown): unknown {
  const isNothing = value === undefined || value === null || (isContainer(value) && Object.keys(value).length === 0);
  return isNothing ? undefined : keep(value);
}

/** Whether the end of a call reports a failure, by its type or by a field. */
function callFailed(type: string, data: Fields): boolean {
  return /\.(failed|error)$/.test(type) || saysError(data) || saysError(parsed(data["result"]));
}

/** Whether an event itself reports a failure, by its type or by a field. */
export function saysFailure({ type, data }: RunEvent): boolean {
  if (/\.(failed|error)$/.test(type)) return true;
  return (
    type === `${toolCallPrefix}completed` &&
    typeof data === "object" &&
    data !== null &&
    callFailed(type, data as Fields)
  );
}

/** The value, or the JSON in it when it is a text. */
function parsed(value: unknown): unknown {
  if (
    typeof value !== "string" ||
    value.length > maxSearchedLength ||
    !/^\s*\{/.test(value) ||
    !value.includes('"error"')
  )
    return value;
  try {
    return parseJson(value);
  } catch {
    return value;
  }
}

function saysError(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const error = (value as Fields)["error"];
  return error !== undefined && error !== null && error !== false && error !== "";
}
