import type { TraceRun } from "#features/localRuns/core/trace.ts";

/** When every trace begins, in milliseconds since the epoch. */
const begin = Date.UTC(2026, 10, 29, 19, 32, 10);

/** A time as Python writes it. @param ms after the beginning of the trace, with microseconds behind the point */
export function pythonTime(ms: number): string {
  const whole = new Date(begin + Math.floor(ms)).toISOString().slice(0, -1);
  return `${whole}${String(Math.round((ms % 1) * 1_000)).padStart(3, "0")}+00:00`;
}

interface NodeOptions {
  id?: string;
  /** In milliseconds after the beginning; the end is absent while it runs. */
  at?: readonly [from: number, to?: number];
  status?: TraceRun["status"];
  input?: unknown;
  output?: unknown;
  error?: { message: string; traceback?: string };
  /** Beside the node's settings: `usage`, `hooks`, `is_mocked`. */
  metadata?: Record<string, unknown>;
  /** Of the node itself. */
  node?: Record<string, unknown>;
  executions?: NonNullable<TraceRun["executions"]>;
}

/** Builds the runs of a trace in the form of the SDK, as in its recordings. */
export class TraceBuilder {
  readonly runs: TraceRun[] = [];

  /** A workflow with its flow. @returns the id of the flow, which is the parent of the nodes */
  workflow(options: NodeOptions & { name?: string } = {}): string {
    const { id = "workflow" } = options;
    this.#add({ ...options, id }, { type: "workflow", name: "Workflow" }, { workflow: { id: "w-1", version: null } });
    this.#add(
      { ...options, id: `${id}-flow` },
      { type: "flow", name: "Flow", parent_run_id: id },
      { flow: { id: "f-1" } },
    );
    return `${id}-flow`;
  }

  agent(parent: string | null, name: string, options: NodeOptions = {}): string {
    return this.node(parent, name, "agents", "dynamiq.nodes.agents.Agent", options);
  }

  tool(parent: string | null, name: string, options: NodeOptions = {}): string {
    return this.node(parent, name, "tools", "__main__.Tool", options);
  }

  /** @param messages what it was sent; the reply is `output` */
  model(
    parent: string | null,
    { model = "openai/gpt-4o-mini", messages = [], usage, ...options }: NodeOptions & ModelOptions,
  ): string {
    return this.node(parent, "LLM", "llms", "dynamiq.nodes.llms.OpenAI", {
      ...options,
      node: { model, prompt: { messages } },
      metadata: { ...options.metadata, ...(usage === null ? {} : { usage: usage ?? defaultUsage }) },
    });
  }

  node(parent: string | null, name: string, group: string, type: string, options: NodeOptions = {}): string {
    const { id = `run-${this.runs.length}` } = options;
    const node = { id: `node-${name}`, name, group, type, ...options.node };
    this.#add({ ...options, id }, { type: "node", name, parent_run_id: parent }, { node, ...options.metadata });
    return id;
  }

  #add(
    { id = "", at = [this.runs.length, this.runs.length + 1], status = "succeeded", ...rest }: NodeOptions,
    is: Pick<TraceRun, "type" | "name" | "parent_run_id">,
    metadata: object,
  ): void {
    const { input = null, output = null, error = null, executions = [] } = rest;
    const [from, to] = at;
    this.runs.push({
      id,
      parent_run_id: null,
      ...is,
      trace_id: "t-1",
      source_id: "s-1",
      session_id: "se-1",
      tags: [],
      start_time: pythonTime(from),
      end_time: to === undefined ? null : pythonTime(to),
      status,
      input,
      output,
      error,
      executions,
      metadata,
    });
  }
}

interface ModelOptions {
  model?: string;
  messages?: readonly unknown[];
  /** `null` for none. */
  usage?: Record<string, number | null> | null;
}

const defaultUsage = {
  prompt_tokens: 120,
  prompt_tokens_cost_usd: 0.000018,
  completion_tokens: 30,
  completion_tokens_cost_usd: 0.000018,
  total_tokens: 150,
  total_tokens_cost_usd: 0.000036,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: null,
};

/** The reply of a model that calls functions. */
export function calling(...calls: readonly [name: string, args: object][]): object {
  const tool_calls = calls.map(([name, args], index) => ({
    index,
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: args },
  }));
  return { content: null, tool_calls };
}

export function answering(answer: string, thought = "Done."): object {
  return calling(["provide_final_answer", { thought, answer }]);
}
