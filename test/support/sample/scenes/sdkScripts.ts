import type { SdkNode } from "#sample/agent/sdkMessages.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import type { AgentContext, Script, Step } from "#sample/agent/steps.ts";
import { SdkAgent } from "./sdkAgent.ts";
import { askPlays } from "./sdkAsks.ts";
import { playFiles } from "./sdkFiles.ts";
import { hookPlays } from "./sdkHooks.ts";
import type { SdkCall, SdkTool } from "./sdkMessages.ts";
import { newerPlays } from "./sdkNewer.ts";
import { modelChunks } from "./sdkNodes.ts";
import { reportPlays } from "./sdkReport.ts";

/** The scripts of apps that were built with the SDK, by `play` in the input. */
const plays = {
  agent: playAgent,
  workflow: playWorkflow,
  delegate: playDelegate,
  files: playFiles,
  ...newerPlays,
  ...hookPlays,
  ...askPlays,
  ...reportPlays,
};

const types = {
  agent: "dynamiq.nodes.agents.Agent",
  model: "dynamiq.nodes.llms.OpenAI",
  tool: "dynamiq.nodes.tools.Python",
  asks: "dynamiq.nodes.tools.SubAgentTool",
};
const refundAgent: SdkNode = { id: "node-refund", name: "Refund agent", group: "agents", type: types.agent };
const evidenceAgent: SdkNode = { id: "node-evidence", name: "Evidence agent", group: "agents", type: types.agent };
const order = tool("get order", "database_query");
const shipment = tool("get shipment", "web_search");
const policy = tool("get policy", "semantic_search");
const refund = tool("issue refund", "code_execution");
const photo = tool("inspect photo", "computer_use");

const category = "Category `damaged_goods`, priority normal. The customer asks for a refund, not for a replacement.";
const language = "German as written in Austria. Reply in German, formal address.";
const answer =
  "Dear Ms Hofer,\n\nwe refund **€129.90** to the card that you paid with. Please keep the item.\n\n" +
  '| step | when |\n|---|---|\n| refund sent | today |\n| on your card | 3–5 days |\n\nYour "damaged parcel" is closed. 🙂';

/** The script for the `play` of an input; `undefined` for another one. */
export function sdkScript(context: AgentContext): Script | undefined {
  const name = context.input["play"];
  return typeof name === "string" && Object.hasOwn(plays, name)
    ? plays[name as keyof typeof plays](context)
    : undefined;
}

/** An agent with parallel, failing, repeated and unreadable calls and a sub-agent. */
function playAgent(context: AgentContext): Script {
  return refundAlone(context, "all");
}

function* refundAlone(context: AgentContext, mode: "all" | "final"): Script {
  const { random, input } = context;
  const flow = random.uuid();
  const nodes = { "node-refund": { status: "success" as const, input, output: { content: answer } } };
  yield* stream(context, refundTurns(context, flow, mode));
  yield* stream(context, [workflowEnd(random, flow, nodes)]);
  return { output: nodes };
}

/** Two language models side by side, an agent, and a last node that is skipped or fails. */
function* playWorkflow(context: AgentContext): Script {
  const { random } = context;
  const flow = random.uuid();
  const fails = context.input["fail"] === true;
  const model = (id: string, name: string) => ({
    random,
    workflow: flow,
    node: { id, name, group: "llms", type: types.model },
  });
  yield* stream(
    context,
    inTurn(
      [...modelChunks(model("node-classify", "Classify ticket"), category)],
      [...modelChunks(model("node-language", "Detect language"), language)],
    ),
  );
  yield* stream(context, refundTurns(context, flow, "all"));
  yield* stream(context, [workflowEnd(random, flow, fails ? { error: failure.message } : workflowNodes())]);
  return fails ? { error: failure } : { output: workflowNodes() };
}

/** An agent returns the answer of the agent that it calls as its own. Both are streamed. */
function* playDelegate(context: AgentContext): Script {
  const { random } = context;
  const flow = random.uuid();
  const service = new SdkAgent(
    random,
    flow,
    { id: "node-desk", name: "Service desk", group: "agents", type: types.agent },
    { escaped: true },
  );
  const helper = new SdkAgent(random, flow, refundAgent, { escaped: true });
  const asks = { name: "Refund agent tool", type: types.asks };
  const check = { tool: order, input: { order_id: "ord_01KB2Q" }, result: "{'items': 2, 'paid': True}" };
  const during = [
    ...helper.turn("First the order.", check),
    ...helper.answer(answer, "It is paid: the refund can go out."),
  ];
  yield* stream(
    context,
    service.turn("This is about a refund. The refund agent answers it.", {
      tool: asks,
      input: { input: "The parcel arrived damaged.", delegate_final: true },
      result: answer,
      during,
    }),
  );
  const nodes = { "node-desk": { status: "success" as const, input: context.input, output: { content: answer } } };
  yield* stream(context, [service.takenOver(answer, asks.name), workflowEnd(random, flow, nodes)]);
  return { output: nodes };
}

/** The messages of several speakers, one of each in turn. */
function* inTurn(...speakers: readonly unknown[][]): Generator {
  const longest = Math.max(...speakers.map(({ length }) => length));
  for (let i = 0; i < longest; i++) for (const messages of speakers) if (i < messages.length) yield messages[i];
}

/** Tools take time, pieces of text arrive quickly. */
function* stream({ random }: AgentContext, messages: Iterable<unknown>): Generator<Step, void, unknown> {
  for (const data of messages) {
    const isResult = JSON.stringify(data).includes('"step":"tool"');
    yield {
      kind: "event",
      after: isResult ? random.integer(300, 1200) : random.integer(10, 60),
      type: "run.data",
      data,
    };
  }
}

function* refundTurns({ random }: AgentContext, workflow: string, mode: "all" | "final"): Generator {
  const agent = new SdkAgent(random, workflow, refundAgent, { mode, escaped: true });
  yield* agent.turn(
    'The customer writes "crushed corner".\nI need the order, the shipment and the policy; none depends on another, so I ask for all three at once.',
    {
      tool: order,
      input: { order_id: "ord_01KB2Q" },
      result: "{'items': 2, 'total': 129.9, 'currency': 'EUR', 'paid': True}",
    },
    {
      tool: shipment,
      input: { tracking: "1Z84A0" },
      result: "RateLimitError: 429, retry after 2 s",
      status: "failure",
    },
    {
      tool: policy,
      input: { topic: "damaged goods", region: "EU" },
      result: '{\n  "refund": "full",\n  "needs": "evidence"\n}',
    },
  );
  yield* agent.turn("The shipment again.", {
    tool: shipment,
    input: { tracking: "1Z84A0" },
    result: "{'state': 'delivered', 'on': '21 Nov', 'note': 'left with a neighbour'}",
  });
  const words = 'amount must be a number, got "129,90 €"';
  yield* agent.unreadable("Now the refund.", refund, '{"order_id": "ord_01KB2Q", "amount": "129,90 €"', words);
  yield* agent.turn("First the evidence.", evidenceCall(random, workflow, mode));
  yield* agent.turn("The damage happened in transit.", {
    tool: refund,
    input: { order_id: "ord_01KB2Q", amount: 129.9, currency: "EUR" },
    result: "{'refund_id': 'rf_01KB2R', 'accepted': True}",
  });
  yield* agent.answer(answer, "All done.");
}

function evidenceCall(random: AgentContext["random"], workflow: string, mode: "all" | "final"): SdkCall {
  const helper = new SdkAgent(random, workflow, evidenceAgent, { mode, escaped: true });
  const found = "The corner was crushed before the label tore. This is damage in transit.";
  const call = {
    tool: photo,
    input: { files: ["photo-1.jpg", "photo-2.jpg"] },
    result: "{'damage': 'crushed corner', 'confidence': 0.97}",
  };
  return {
    tool: { name: "Evidence agent tool", type: types.asks },
    input: { input: "What happened to the parcel?" },
    result: found,
    during:
      mode === "final"
        ? []
        : [...helper.turn("Two photos are attached. I check them first.", call), ...helper.answer(found)],
  };
}

function workflowNodes() {
  const success = (output: unknown) => ({ status: "success" as const, input: {}, output });
  return {
    "node-classify": success({ content: category }),
    "node-language": success({ content: language }),
    "node-refund": success({ content: answer }),
    "node-crm": { status: "skip" as const, input: {}, output: null, error: skipped },
  };
}

const skipped = {
  type: "NodeConditionFailedException",
  message: "Dependency node-refund condition new_address: result is false",
  recoverable: false,
  failed_nodes: [],
};

const failure = {
  type: "FlowNodeFailureException",
  message: "Flow execution failed due to node failures: Update CRM",
  recoverable: false,
  failed_nodes: [
    { id: "node-crm", name: "Update CRM", error_message: "401 from the CRM: the access token expired on 24 November" },
  ],
};

function tool(name: string, actionType: string): SdkTool {
  return { name, type: types.tool, actionType };
}
