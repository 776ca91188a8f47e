import type { TraceRun } from "#features/localRuns/core/trace.ts";
import { answering, calling, pythonTime, TraceBuilder } from "./traceBuilder.ts";

/** The words of a message that is folded. */
const systemText = `You are Support agent. Helps customers. ${"Think first, then call one of your tools. ".repeat(40)}`;

/**
 * An agent with three iterations: a good call, one whose model was retried and whose tool fails in the workspace's own
 * code, and a blocked one.
 */
export function agentTrace(workspace = "/w"): TraceRun[] {
  const trace = new TraceBuilder();
  const answer = "A manager has to pay.";
  const input = { input: "Pay ann@example.com" };
  const output = { "node-Support agent": { status: "success", input, output: { content: answer, blocked: false } } };
  const flow = trace.workflow({ at: [0, 28], input, output });
  const hooks = [
    {
      hook: "pii",
      type: "pii",
      point: "on_input",
      decision: "modify",
      changed: true,
      before_chars: 19,
      after_chars: 13,
    },
    { hook: "refund policy", point: "before_tool", decision: "block", tool: "pay", outcome: "observation" },
  ];
  const agent = trace.agent(flow, "Support agent", {
    at: [1, 27],
    input,
    metadata: { hooks },
    output: { content: answer },
  });
  const sent: object[] = [
    { role: "system", content: systemText },
    { role: "user", content: "Pay <EMAIL_1>" },
  ];
  const ask = (from: number, to: number, reply: object, told: object[], executions?: TraceRun["executions"]): void => {
    trace.model(agent, { at: [from, to], messages: [...sent], output: reply, executions: executions ?? [] });
    sent.push(...told);
  };
  const told = (name: string, content: string): object[] => [
    {
      role: "assistant",
      content: `Calling: ${name}`,
      tool_calls: [
        { id: "call_0", type: "function", function: { name, arguments: '{"thought": "x", "customer": "Ann"}' } },
      ],
    },
    { role: "tool", content, tool_call_id: "call_0", name },
  ];
  ask(10, 11.4, calling(["crm-lookup", { thought: "Look.", customer: "Ann" }]), told("crm-lookup", "Ann: plan pro"));
  trace.tool(agent, "crm lookup", {
    at: [13, 13.2],
    input: { customer: "Ann", note: "C:\\new" },
    output: { content: "Ann: plan pro, mail ann@example.com", raw: { note: "C:\\new" } },
  });
  const again = calling(["crm-lookup", { thought: "Again.", customer: "broken" }]);
  ask(14, 16.1, again, told("crm-lookup", "401 from the CRM"), [attempt(14.1, 14.2, "try 1"), attempt(15, 16)]);
  trace.tool(agent, "crm lookup", {
    at: [19, 20.1],
    status: "failed",
    input: { customer: "broken", note: "" },
    error: {
      message: "401 from the CRM",
      traceback: pythonTraceback(workspace, "x.ToolExecutionException: 401 from the CRM"),
    },
  });
  ask(21, 22.3, calling(["pay", { thought: "Pay.", amount: 300, to: "Ann" }]), told("pay", "Only managers may pay."));
  ask(24, 25.1, answering(answer, "No."), []);
  return trace.runs;
}

/** A try from one time to another; it failed if it has an error. */
function attempt(from: number, to: number, error?: string): NonNullable<TraceRun["executions"]>[number] {
  return {
    start_time: pythonTime(from),
    end_time: pythonTime(to),
    status: error ? "failed" : "succeeded",
    error: error ? { message: error, traceback: `Traceback\nConnectionError: ${error}\n` } : null,
  };
}

const library = "/usr/lib/python3.13/site-packages";

/** A traceback of 14 frames, the last two of which are in the workspace. @param error its last line */
function pythonTraceback(workspace: string, error: string): string {
  const frames = [
    ...Array.from({ length: 8 }, (_, at) => [`${library}/dynamiq/nodes/node.py`, 100 + at, `step_${at}`, "pass"]),
    [
      `${library}/dynamiq/nodes/node.py`,
      1262,
      "execute_with_retry",
      "output = self.execute(input_data=input_data, config=config, **kwargs)",
    ],
    ["/usr/lib/python3.13/concurrent/futures/_base.py", 456, "result", "return self.__get_result()"],
    ["/usr/lib/python3.13/concurrent/futures/thread.py", 58, "run", "result = self.fn(*self.args, **self.kwargs)"],
    [`${library}/dynamiq/nodes/tools/base.py`, 71, "execute", "return self.call(input_data)"],
    [`${workspace}/app/tools/crm.py`, 18, "execute", "customer = self._find(input_data.customer)"],
    [`${workspace}/app/tools/crm.py`, 41, "_find", 'raise RuntimeError("the CRM is gone")'],
  ].map(([file, line, name, code]) => `  File "${file}", line ${line}, in ${name}\n    ${code}\n`);
  return `Traceback (most recent call last):\n${frames.join("")}${error}\n`;
}

/** A node that fails in the workspace's own code, and one that is skipped for it. */
export function failedTrace(workspace: string): TraceRun[] {
  const trace = new TraceBuilder();
  const message = "the CRM is gone";
  const traceback = pythonTraceback(workspace, `RuntimeError: ${message}`);
  const failure = { message: "Flow execution failed due to node failures: crm lookup", traceback: "NoneType: None\n" };
  const flow = trace.workflow({
    at: [0, 6.6],
    status: "failed",
    input: { customer: "fatal", to: "Ann" },
    error: failure,
  });
  trace.tool(flow, "crm lookup", {
    at: [1, 2.2],
    status: "failed",
    input: { customer: "fatal", note: "" },
    error: { message, traceback },
  });
  const skip = { failed_dependency: { node: { name: "crm lookup" } } };
  trace.tool(flow, "pay", { at: [4, 4], status: "skipped", metadata: { skip } });
  return trace.runs;
}

/** Nodes side by side, one of them retried twice, and a model whose price isn't known. */
export function parallelTrace(): TraceRun[] {
  const trace = new TraceBuilder();
  const input = { text: "Hello", customer: "Ann" };
  const flow = trace.workflow({ at: [0, 28], input, output: {} });
  trace.node(flow, "start", "utils", "dynamiq.nodes.utils.Input", { at: [0.5, 0.7], input, output: input });
  trace.node(flow, "Summary", "llms", "dynamiq.nodes.llms.OpenAI", {
    at: [2.6, 5],
    output: { content: "One." },
    node: { model: "openai/gpt-4o-mini" },
    metadata: {
      usage: { prompt_tokens: 120, completion_tokens: 30, total_tokens: 150, total_tokens_cost_usd: 0.000036 },
    },
  });
  trace.node(flow, "Translate", "llms", "dynamiq.nodes.llms.Ollama", {
    at: [2.7, 9.4],
    output: { content: "Eins." },
    node: { model: "ollama/llama3.2" },
    metadata: { usage: { prompt_tokens: 70, completion_tokens: 24, total_tokens: 94, total_tokens_cost_usd: null } },
  });
  trace.tool(flow, "crm lookup", {
    at: [3.7, 26.7],
    input: { customer: "Ann" },
    output: { content: "Ann: plan pro" },
    executions: [attempt(3.8, 3.9, "try 1"), attempt(14.9, 15, "try 2"), attempt(26.6, 26.7)],
  });
  trace.node(flow, "end", "utils", "dynamiq.nodes.utils.Output", {
    at: [27.1, 27.3],
    input,
    output: { answer: "One." },
  });
  return trace.runs;
}
