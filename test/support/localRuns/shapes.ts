import type { TraceRun } from "#features/localRuns/core/trace.ts";
import { going, node } from "./bodies.ts";

const group = (name: string, more: object = {}): Partial<TraceRun> => ({
  metadata: { node: { id: name, name, group: name }, run_depends: [], ...more },
});
const failure = { status: "failed", output: null, error: { message: "the CRM is gone", traceback: "Traceback" } };
const attempt = (status: string): NonNullable<TraceRun["executions"]>[number] => ({ id: status, status, error: null });

/** A workflow with its flow, and what ran in it. */
const workflow = (id: string, nodes: readonly TraceRun[], changes: Partial<TraceRun> = {}): TraceRun[] => [
  node(id, null, { trace_id: id, ...changes }),
  node(`${id}-flow`, id, { name: "Flow", type: "flow", ...changes }),
  ...nodes,
];

/** The nodes of a post for each kind of run that was recorded, by its name. */
export const shapes: Readonly<Record<string, readonly TraceRun[]>> = {
  agentWithTools: workflow("agent", [
    node("agent-1", "agent-flow", { name: "Support agent", ...group("agents") }),
    node("agent-2", "agent-1", group("llms", { usage: { total_tokens: 150, total_tokens_cost_usd: 0.0001 } })),
    node("agent-3", "agent-1", { name: "crm lookup", ...group("tools") }),
    node("agent-4", "agent-1", { name: "crm lookup", ...group("tools"), ...failure }),
  ]),
  subAgent: workflow("sub", [
    node("sub-1", "sub-flow", group("agents")),
    node("sub-2", "sub-1", group("agents")),
    node("sub-3", "sub-2", group("llms")),
  ]),
  parallel: workflow("parallel", [node("parallel-1", "parallel-flow"), node("parallel-2", "parallel-flow")]),
  map: workflow("map", [
    node("map-1", "map-flow", group("operators")),
    node("map-2", "map-1", failure),
    node("map-3", "map-1"),
  ]),
  hooks: workflow("hooks", [
    node("hooks-1", "hooks-flow", group("agents", { hooks: [{ hook: "no injections", decision: "block" }] })),
  ]),
  failing: workflow(
    "failing",
    [node("failing-1", "failing-flow", failure), node("failing-2", "failing-flow", { status: "skipped" })],
    failure,
  ),
  retries: workflow("retries", [
    node("retries-1", "retries-flow", { executions: [attempt("failed"), attempt("succeeded")] }),
  ]),
  canceled: workflow("canceled", [], { status: "canceled", error: { message: "canceled" } }),
  nodeAlone: [node("alone", null, { type: "node", name: "crm lookup", trace_id: "alone" })],
  flowAlone: [node("flow", null, { type: "flow", name: "Flow", trace_id: "flow" }), node("flow-1", "flow")],
  unfinished: workflow("unfinished", [node("unfinished-1", "unfinished-flow", going)], going),
};

/** The posts of a handler that flushes at each node: all nodes so far, the open ones without a status. */
export const livePosts: readonly (readonly TraceRun[])[] = [
  workflow("live", [], going),
  workflow("live", [node("live-1", "live-flow", going)], going),
  workflow("live", [node("live-1", "live-flow"), node("live-2", "live-1", going)], going),
  workflow("live", [node("live-1", "live-flow"), node("live-2", "live-1")]),
];
