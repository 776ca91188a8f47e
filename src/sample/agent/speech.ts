import type { AgentContext, Script } from "./steps.ts";

/** Streams a text a few words at a time. */
export function* say(context: AgentContext, iteration: number, text: string): Script<void> {
  const words = text.match(/^\s+\S+\s*|\S+\s*/g) ?? [];
  while (words.length > 0) {
    const delta = words.splice(0, context.random.integer(1, 4)).join("");
    yield {
      kind: "event",
      after: context.random.integer(40, 120),
      type: "agent.reasoning.delta",
      data: { object: "agent.reasoning.delta", delta, iteration },
    };
  }
}

export interface ToolCall {
  iteration: number;
  name: string;
  type: string;
  input: unknown;
  result: unknown;
  /** In milliseconds, from and to. */
  takes?: readonly [number, number];
  /** Sends the result as JSON inside a string, as many tools do. */
  asText?: boolean;
  /** The tool's progress messages. */
  progress?: readonly string[];
}

/** Calls a tool: its start, its progress, its result. */
export function* callTool(context: AgentContext, call: ToolCall): Script<void> {
  const started = yield* startTool(context, call);
  const [min, max] = call.takes ?? [400, 2_000];
  const progress = call.progress ?? [];
  const after = Math.round(context.random.integer(min, max) / (progress.length + 1));
  for (const delta of progress) {
    const data = { id: started.id, object: "agent.tool_call.delta", delta, iteration: call.iteration };
    yield { kind: "event", after, type: "agent.tool_call.delta", data };
  }
  const result = call.asText ? JSON.stringify(call.result) : call.result;
  yield { kind: "event", after, type: "agent.tool_call.completed", data: { ...started, result } };
}

/** Starts a tool that may never return. */
export function* startTool(context: AgentContext, call: Omit<ToolCall, "result">): Script<StartedTool> {
  const { name, type, input, iteration } = call;
  const id = `call_${context.random.hex(16)}`;
  const tool = { id, object: "agent.tool_call", tool: { name, type }, input, iteration };
  const after = context.random.integer(60, 180);
  yield { kind: "event", after, type: "agent.tool_call.started", data: { ...tool, result: null } };
  return tool;
}

interface StartedTool {
  id: string;
  object: string;
  tool: { name: string; type: string };
  input: unknown;
  iteration: number;
}
