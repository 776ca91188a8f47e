import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { rootsOf } from "#features/localRuns/core/trace.ts";
import { toRun } from "#features/localRuns/core/traceRun.ts";
import { traceOf } from "#runs/labels/traceSummary.ts";
import { failedTrace, parallelTrace } from "../../../../support/localRuns/sampleTraces.ts";
import { TraceBuilder } from "../../../../support/localRuns/traceBuilder.ts";

const runOf = ({ runs }: Pick<TraceBuilder, "runs">): Run => toRun(rootsOf(runs)[0]!, runs);

test.each([
  [null, "started"],
  ["succeeded", "completed"],
  ["failed", "failed"],
  ["canceled", "canceled"],
  ["odd", "odd"],
])("a trace that is %s is a run that is %s", (status, expected) => {
  const trace = new TraceBuilder();
  trace.workflow({ status });
  expect(runOf(trace).status).toBe(expected);
});

test("the title is a text of the input, else the name of the first agent or node", () => {
  const titleOf = (input: unknown, agent = false): string | undefined => {
    const trace = new TraceBuilder();
    const flow = trace.workflow({ input });
    trace.node(flow, "start", "utils", "dynamiq.nodes.utils.Input");
    trace.tool(flow, "crm lookup");
    if (agent) trace.agent(flow, "Support agent");
    return traceOf(runOf(trace))?.title;
  };
  expect(titleOf({ input: "Who is Ann?" })).toBe("Who is Ann?");
  expect(titleOf({ input: "x", question: "Why?" })).toBe("Why?");
  expect(titleOf({ customer: "fatal" })).toBe("crm lookup");
  expect(titleOf({ input: "x" }, true)).toBe("Support agent");
  expect(titleOf({ input: "Log in, password: hunter2x" })).toBe("Log in, password: •••");
});

test("the output is that of the Output node, of the only node, or of each node by its name", () => {
  const outputOf = (...nodes: [name: string, type: string, output: unknown][]): unknown => {
    const trace = new TraceBuilder();
    const byId = nodes.map(([name, , output]) => [`node-${name}`, { status: "success", output }]);
    const flow = trace.workflow({ output: Object.fromEntries(byId) });
    for (const [name, type, output] of nodes) trace.node(flow, name, "utils", type, { output });
    return runOf(trace).output;
  };
  expect(outputOf(["a", "x.Tool", 1], ["end", "x.Output", { answer: "Hi", "node-a": 1 }])).toEqual({
    answer: "Hi",
    a: 1,
  });
  expect(outputOf(["a", "x.Tool", { content: "Hi" }])).toEqual({ content: "Hi" });
  expect(outputOf(["a", "x.Tool", 1], ["b", "x.Tool", 2])).toEqual({ a: 1, b: 2 });
});

test("a failed run has the class, the message and the traceback of the deepest failed node", () => {
  expect(runOf({ runs: failedTrace("/w") }).error).toMatchObject({
    type: "RuntimeError",
    message: "the CRM is gone",
    node_name: "crm lookup",
    traceback: expect.stringContaining("/w/app/tools/crm.py"),
  });
  const trace = new TraceBuilder();
  const deep = { message: "401", traceback: "x\nToolError: 401\n" };
  const outer = { message: "Tool failed: 401", traceback: "x\nAgentError: Tool failed: 401\n" };
  const agent = trace.agent(trace.workflow({ status: "failed" }), "Agent", { status: "failed", error: outer });
  trace.tool(agent, "crm", { status: "failed", error: deep });
  trace.model(agent, {});
  expect(runOf(trace).error).toMatchObject({ type: "AgentError", node_name: "crm", traceback: deep.traceback });
});

test("a failure that an agent survived is not the cause of its own", () => {
  const trace = new TraceBuilder();
  const error = { message: "loop limit", traceback: "own\n" };
  const agent = trace.agent(trace.workflow({ status: "failed" }), "Agent", { status: "failed", error });
  trace.tool(agent, "crm", { status: "failed", error: { message: "401", traceback: "crm\n" } });
  trace.model(agent, {});
  expect(runOf(trace).error).toMatchObject({ node_name: "Agent", traceback: "own\n" });
});

test("tokens and cost are the sum of the models, and those without a price are named", () => {
  expect(traceOf(runOf({ runs: parallelTrace() }))).toMatchObject({
    nodes: 5,
    blockedCalls: 0,
    models: { calls: 2, prompt: 190, completion: 54, tokens: 244, cost: 0.000036, unpriced: ["ollama/llama3.2"] },
  });
});

test("user and session are those of the input", () => {
  const trace = new TraceBuilder();
  trace.workflow({ input: { user_id: "u-1", session_id: "s-1" } });
  expect(runOf(trace)).toMatchObject({ user_id: "u-1", session_id: "s-1" });
});
