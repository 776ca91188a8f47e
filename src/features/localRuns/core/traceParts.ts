import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import { withoutUndefined } from "#base/stored.ts";
import type { Moment } from "./eventWriter.ts";
import { endOf, startOf, type TraceRun } from "./trace.ts";
import { type Fields, nodeFields, nodeOf } from "./traceNode.ts";

/** The beginning and the end of a node. */
export function startMoment(run: TraceRun): Moment {
  return { time: startOf(run), iso: run.start_time };
}

export function endMoment(run: TraceRun): Moment {
  return { time: endOf(run), iso: run.end_time };
}

/** Why a node failed: the class of its exception, and its message. */
export interface NodeError {
  readonly type?: string;
  readonly message: string;
}

/** `undefined` without an error. The class is in the last line of the traceback. */
export function nodeError(error: TraceRun["error"]): NodeError | undefined {
  if (!error) return undefined;
  const message = error.message ?? "";
  return withoutUndefined({ type: error.type ?? classIn(error.traceback ?? "", message), message });
}

/** `ToolExecutionException` of `dynamiq.nodes.agents.exceptions.ToolExecutionException: 401 from the CRM`. */
function classIn(traceback: string, message: string): string | undefined {
  const at = message === "" ? -1 : traceback.lastIndexOf(`: ${message}`);
  const head = at < 0 ? traceback.trimEnd() : traceback.slice(0, at);
  const line = head.slice(head.lastIndexOf("\n") + 1);
  return /^(?:[\w.]{1,200}\.)?(\w{1,100})$/.exec(line.split(":", 1)[0] ?? "")?.[1];
}

/** The traceback of a node that failed; `undefined` if nothing was raised. */
export function tracebackOf(error: TraceRun["error"]): string | undefined {
  const traceback = error?.traceback ?? "";
  return ["", "NoneType: None"].includes(traceback.trim()) ? undefined : traceback;
}

/** A try of a node, as the story has it. */
interface AttemptFields {
  readonly started_at: string | null;
  readonly ended_at: string | null;
  readonly status: string | null;
  readonly error?: NodeError;
}

/** The tries of a node that was retried; nothing for one try. */
function attempts({ executions }: TraceRun): { attempts?: AttemptFields[] } {
  if (!executions || executions.length < 2) return {};
  return {
    attempts: executions.map(({ start_time: from, end_time: to, status, error }) => ({
      started_at: from ?? null,
      ended_at: to ?? null,
      status: status ?? null,
      error: nodeError(error),
    })),
  };
}

/** Whether a node was mocked, and whether its output came from the cache. */
function shortcuts(run: TraceRun): { cached?: true; mocked?: true } {
  const { is_output_from_cache: cached, is_mocked: mocked } = fieldsOf(run.metadata);
  return { cached: cached === true || undefined, mocked: mocked === true || undefined };
}

/** How a call ended, in the fields of the SDK's message; `undefined` while it runs, and for one that was cut off. */
export function callOutcome(run: TraceRun): Fields | undefined {
  const more = { ...attempts(run), ...shortcuts(run) };
  switch (run.status) {
    case "succeeded":
      return { input: run.input, ...resultOf(run.output), status: "success", ...more };
    case "failed":
      return {
        input: run.input,
        result: nodeError(run.error) ?? null,
        output: {},
        status: "failure",
        traceback: tracebackOf(run.error),
        ...more,
      };
    case "skipped":
      return { input: null, result: skipReason(run), output: {}, status: "skip", ...more };
    default:
      return undefined;
  }
}

/** The text that a tool gives its agent, and the rest of its output, as the stream has them. */
function resultOf(output: unknown): { result: unknown; output: unknown; files?: unknown } {
  if (!isContainer(output) || Array.isArray(output) || !("content" in output)) return { result: output, output: {} };
  const { content, files, ...rest } = output as Fields;
  return { result: content, output: rest, files };
}

/** *because crm lookup failed* */
function skipReason(run: TraceRun): string | null {
  const skip = fieldsOf(fieldsOf(run.metadata)["skip"]);
  const [reason, dependency] = Object.entries(skip)[0] ?? [];
  const name = textOf(fieldsOf(fieldsOf(dependency)["node"])["name"]);
  if (reason === undefined || name === undefined) return null;
  return reason === "failed_dependency"
    ? `because ${name} failed`
    : `because of ${name}: ${reason.replaceAll("_", " ")}`;
}

/** A call of a model that begins: what it is sent. */
export function modelCallStart(run: TraceRun, iteration: number | undefined): Fields {
  const { prompt } = nodeFields(run);
  const messages = fieldsOf(prompt)["messages"];
  return { ...modelWords(run, iteration), messages: Array.isArray(messages) ? messages : [] };
}

/** A call of a model that has ended: what came back, its tokens and its tries. */
export function modelCallEnd(run: TraceRun, iteration: number | undefined): Fields {
  const { usage } = fieldsOf(run.metadata);
  return {
    ...modelWords(run, iteration),
    status: run.status,
    output: run.output ?? null,
    usage: isContainer(usage) ? usage : undefined,
    error: nodeError(run.error),
    traceback: run.status === "failed" ? tracebackOf(run.error) : undefined,
    ...attempts(run),
    ...shortcuts(run),
  };
}

function modelWords(run: TraceRun, iteration: number | undefined): Fields {
  const model = textOf(nodeFields(run)["model"]) ?? nodeOf(run).name;
  return { call_id: run.id, model, name: nodeOf(run).name, loop_num: iteration };
}
