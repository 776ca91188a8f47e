import { isFields, textOf } from "#base/json/fieldsOf.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { readHookDecision } from "#model/hookDecision.ts";
import { approvalFields } from "#model/sdkApproval.ts";
import { readModelUsage, readUsage } from "#model/usage.ts";
import type {
  AppMessage,
  AppPart,
  AttemptWords,
  BundledCall,
  CallShortcuts,
  CallWords,
  SpeakerWords,
} from "./appParts.ts";

/**
 * Reads the messages of an app's nodes, in the forms of the public SDK, tolerantly and only here. By hand, because
 * every event of a stream passes here and a schema would take ten times as long (see `isRunEvent`).
 */

type Fields = Record<string, unknown>;
/** In characters: only so much of a traceback is kept, its end, which is nearest to the cause. */
const maxTracebackLength = 200_000;

type PartOfKind<K extends AppPart["kind"]> = Extract<AppPart, { kind: K }>;

/** @param data the data of a `run.data` event; `source` is its sender, if the event has one */
export function readAppMessage(data: unknown, source?: unknown): AppMessage | undefined {
  const outer = fieldsOf(data);
  if (!outer) return undefined;
  if (!isEnvelope(outer)) {
    const delta = deltaOf(outer);
    const part = readPart(outer, delta, undefined);
    return part && { speaker: bareSpeaker(part, outer, delta, source), part };
  }
  const inner = fieldsOf(outer["data"]);
  const part = inner && readPart(inner, deltaOf(inner), outer);
  return part && { speaker: speakerOf(outer), part };
}

/** A message of the SDK whose form isn't known: its step or event, and its content. `undefined` for other data. */
export function unknownMessage(data: unknown): { kind: string; data: unknown } | undefined {
  const outer = fieldsOf(data) ?? {};
  const inner = isEnvelope(outer) ? outer["data"] : data;
  const step = deltaOf(fieldsOf(inner) ?? {})?.["step"];
  if (typeof step === "string") return { kind: step, data: inner };
  return isEnvelope(outer) ? { kind: textOf(outer["event"]) ?? "streaming", data: inner } : undefined;
}

function isEnvelope(data: Fields): boolean {
  return "data" in data && ("entity_id" in data || "wf_run_id" in data);
}

function speakerOf({ run_id, entity_id, source, called_by: call }: Fields): SpeakerWords {
  const { id, name, group } = fieldsOf(source) ?? {};
  const node = textOf(entity_id) ?? textOf(id);
  return { key: textOf(run_id) ?? node ?? "", node, name: textOf(name), group: textOf(group), call: textOf(call) };
}

/** The parts whose delta names a tool, a hook or nobody. */
const withoutAgent: ReadonlySet<AppPart["kind"]> = new Set(["call", "result", "block", "request", "end"]);

/** The speaker of a message without an envelope: an agent's pieces name their agent, others a tool, or nobody. */
function bareSpeaker(
  part: AppPart,
  data: Fields,
  delta: Fields | undefined,
  source: unknown,
): SpeakerWords | undefined {
  const from = fieldsOf(source);
  const name = textOf(from?.["name"]);
  if (from && name !== undefined) {
    return { key: textOf(from["id"]) ?? name, node: textOf(from["id"]), name, group: textOf(from["group"]) };
  }
  if (withoutAgent.has(part.kind)) return undefined;
  const agent = textOf(delta?.["source"]);
  if (agent !== undefined) return { key: agent, name: agent, group: "agents" };
  return part.kind === "chunk" || part.kind === "usage"
    ? { key: "", name: textOf(data["model"]), group: "llms" }
    : { key: "" };
}

function readPart(data: Fields, delta: Fields | undefined, envelope: Fields | undefined): AppPart | undefined {
  const usage = delta ? undefined : usageOf(data);
  if (usage) return usage;
  if (delta) return typeof delta["step"] === "string" ? readStep(delta["step"], delta) : readChunk(data, delta);
  if (
    envelope &&
    (envelope["event"] === "approval" || envelope["event"] === "plan_approval" || "mutable_data_params" in data)
  ) {
    return readApproval(data);
  }
  if (typeof data["prompt"] === "string" && (data["action"] === "ask" || data["action"] === "info"))
    return readFeedback(data);
  if (envelope && isWorkflow(envelope)) return readEnd(data);
  const content = data["content"];
  return typeof content === "string" && Object.keys(data).length === 1 ? { kind: "text", text: content } : undefined;
}

function deltaOf(data: Fields): Fields | undefined {
  const choices = data["choices"];
  if (!Array.isArray(choices)) return undefined;
  return fieldsOf(fieldsOf(choices[0])?.["delta"]);
}

/** Some providers send the usage in a chunk of its own, whose list of choices is empty. */
function usageOf({ choices, id, usage }: Fields): PartOfKind<"usage"> | undefined {
  const counted = Array.isArray(choices) && choices.length === 0 ? readUsage(usage) : undefined;
  return counted && { kind: "usage", id: textOf(id) ?? "", usage: counted };
}

function readStep(step: string, delta: Fields): AppPart | undefined {
  const { content } = delta;
  const fields = fieldsOf(content) ?? {};
  switch (step) {
    case "reasoning":
      if ("tool_run_id" in fields) return readCall(fields);
      return typeof fields["thought"] === "string" ? { kind: "thought", text: fields["thought"] } : undefined;
    case "tool_input_start":
      return { kind: "callStarted", call: callWords(fields) };
    case "tool_input":
      return { kind: "callInput", call: callWords(fields), piece: textOf(fields["action_input"]) ?? "" };
    case "tool_input_error":
      return {
        kind: "callVoid",
        id: textOf(fields["tool_run_id"]) ?? "",
        reason: textOf(fields["error"]) ?? "",
        iteration: numberOf(fields["loop_num"]),
      };
    case "tool":
      return readResult(fields);
    case "answer":
    case "manager_final_output":
      return content === undefined || content === null
        ? { kind: "nothing" }
        : { kind: "answer", content, source: textOf(delta["source"]) };
    case "hook":
      return readBlock(fields, delta) ?? readHook(fields);
    case "model_call":
      return readModelCall(fields);
    case "node_run":
      return "status" in fields ? { kind: "node", isOver: fields["status"] !== null } : undefined;
    case "manager_input_handling":
    case "manager_planning":
      return { kind: "manager", step, text: managerText(fields) };
    default:
      return undefined;
  }
}

function readCall(fields: Fields): AppPart {
  const call = callWords(fields);
  const input = fields["action_input"];
  return {
    kind: "call",
    call,
    thought: textOf(fields["thought"]) ?? "",
    input,
    bundle: call.bundles ? bundleOf(input) : [],
  };
}

function readResult(fields: Fields): AppPart {
  const call = callWords(fields);
  return {
    kind: "result",
    call,
    input: fields["input"],
    result: fields["result"],
    output: fields["output"],
    files: fields["files"],
    status: textOf(fields["status"]),
    bundle: call.bundles ? bundleOf(fields["result"]) : [],
    more: readShortcuts(fields),
  };
}

/** A trace has all decisions of hooks, a stream only the blocks. An unknown decision is shown raw. */
function readHook(fields: Fields): AppPart | undefined {
  const decision = readHookDecision(fields);
  return decision && { kind: "hook", decision, iteration: numberOf(fields["loop_num"]) };
}

function readModelCall(fields: Fields): AppPart | undefined {
  const id = textOf(fields["call_id"]);
  if (id === undefined) return undefined;
  const { messages, output, error } = fields;
  const call = {
    id,
    model: textOf(fields["model"]) ?? "model",
    iteration: numberOf(fields["loop_num"]),
    messages,
    output,
    error,
    status: textOf(fields["status"]),
    usage: readModelUsage(fields["usage"]),
    ...readShortcuts(fields),
  };
  return { kind: "model", call };
}

function readShortcuts({ cached, mocked, attempts, traceback }: Fields): CallShortcuts {
  return {
    cached: cached === true || undefined,
    mocked: mocked === true || undefined,
    traceback: textOf(traceback)?.slice(-maxTracebackLength) || undefined,
    attempts: Array.isArray(attempts) ? attempts.map(readAttempt) : undefined,
  };
}

function readAttempt(each: unknown): AttemptWords {
  const { started_at: from, ended_at: to, status, error } = fieldsOf(each) ?? {};
  const { type, message } = fieldsOf(error) ?? {};
  const words = [textOf(type), textOf(message)].filter((part) => part !== undefined && part !== "").join(": ");
  return { startedAt: textOf(from), endedAt: textOf(to), failed: status === "failed", error: words || undefined };
}

/** Hooks report only what they blocked, in a stream. */
function readBlock({ hook, point, decision, outcome }: Fields, { source }: Fields): AppPart | undefined {
  const by = textOf(hook) ?? textOf(source);
  if (by === undefined || decision !== "block") return undefined;
  const ran = point === "after_tool" ? { ran: true as const } : {};
  return { kind: "block", block: { by, point: textOf(point), outcome: textOf(outcome), ...ran } };
}

function callWords(fields: Fields): CallWords {
  const tool = fieldsOf(fields["tool"]) ?? {};
  const type = textOf(tool["type"]);
  const action = textOf(tool["action_type"]);
  const name = textOf(tool["name"]) ?? textOf(fields["name"]) ?? textOf(fields["action"]);
  return {
    id: textOf(fields["tool_run_id"]) ?? "",
    name: name ?? "tool",
    toolType: type,
    bundles: action === "parallel_execution" || fields["action"] === "run-parallel",
    iteration: numberOf(fields["loop_num"]),
    bundle: textOf(fields["bundle"]),
  };
}

function bundleOf(list: unknown): BundledCall[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((each: unknown): BundledCall[] => {
    const fields = fieldsOf(each);
    if (!fields) return [];
    const input = fields["action_input"] ?? fields["input"];
    const thought = textOf(fields["thought"]) ?? "";
    return [{ ...callWords(fields), thought, input, result: fields["result"], status: textOf(fields["status"]) }];
  });
}

function managerText(fields: Fields): string {
  const { analysis, data, next_state: next } = fields;
  const parts = [textOf(analysis), textOf(next) && `Next state: ${textOf(next)}`];
  const rest = data === undefined || data === null ? undefined : `\`\`\`json\n${stringifyJson(data, 2)}\n\`\`\``;
  return [...parts, rest].filter((part) => part !== undefined && part !== "").join("\n\n");
}

function readChunk(data: Fields, delta: Fields): AppPart | undefined {
  const { content, tool_calls: calls } = delta;
  if (!("content" in delta) && !("tool_calls" in delta) && !("role" in delta)) return undefined;
  if (content !== undefined && content !== null && typeof content !== "string") return undefined;
  const choice = fieldsOf((data["choices"] as unknown[])[0]) ?? {};
  return {
    kind: "chunk",
    id: textOf(data["id"]) ?? "",
    text: content ?? "",
    calls: Array.isArray(calls) ? calls.map(callPiece) : [],
    ended: typeof choice["finish_reason"] === "string",
    usage: data["usage"] ? readUsage(data["usage"]) : undefined,
  };
}

function callPiece(each: unknown, position: number): PartOfKind<"chunk">["calls"][number] {
  const fields = fieldsOf(each) ?? {};
  const tool = fieldsOf(fields["function"]) ?? {};
  return {
    index: numberOf(fields["index"]) ?? position,
    name: textOf(tool["name"]),
    input: textOf(tool["arguments"]) ?? "",
  };
}

function readApproval(data: Fields): AppPart {
  const { prompt, ...rest } = approvalFields(data);
  return { kind: "request", request: "approval", prompt: textOf(prompt) ?? "", info: false, data: rest };
}

function readFeedback(data: Fields): AppPart {
  return {
    kind: "request",
    request: "feedback",
    prompt: String(data["prompt"]).trim(),
    info: data["action"] === "info",
    data,
  };
}

function isWorkflow({ source }: Fields): boolean {
  const type = textOf(fieldsOf(source)?.["type"]) ?? "";
  return type.endsWith("Workflow");
}

/** The workflow's own message: its whole output by node, or why there is none. */
function readEnd(data: Fields): AppPart | undefined {
  const { canceled, error } = data;
  if (canceled === true) return { kind: "end", outcome: "canceled", error, nodes: [] };
  if (error !== undefined && Object.keys(data).length === 1)
    return { kind: "end", outcome: "failed", error, nodes: [] };
  const nodes = Object.entries(data).map(([node, end]) => ({ node, end: fieldsOf(end) }));
  if (nodes.length === 0 || nodes.some(({ end }) => typeof end?.["status"] !== "string")) return undefined;
  return {
    kind: "end",
    outcome: "completed",
    error: undefined,
    nodes: nodes.map(({ node, end = {} }) => ({
      node,
      status: String(end["status"]),
      input: end["input"],
      output: end["output"],
      error: end["error"],
    })),
  };
}

function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}
