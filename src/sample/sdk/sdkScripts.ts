import type { AgentContext, Outcome, Script } from "../agent/steps.ts";
import { SdkAgent, type SdkCall, type SdkNode, type SdkTool } from "./sdkAgent.ts";
import { modelChunks, workflowEnd } from "./sdkNodes.ts";

/** The ways to play an app that was built with the SDK, by `play` in the input. */
const plays = ["agent", "answers", "workflow"] as const;

const types = { agent: "dynamiq.nodes.agents.Agent", model: "dynamiq.nodes.llms.OpenAI", tool: "dynamiq.nodes.tools.Python" };
const refundAgent: SdkNode = { id: "node-refund", name: "Refund agent", group: "agents", type: types.agent };
const evidenceAgent: SdkNode = { id: "node-evidence", name: "Evidence agent", group: "agents", type: types.agent };
const order = tool("get order", "database_query");
const shipment = tool("get shipment", "web_search");
const policy = tool("get policy", "semantic_search");
const refund = tool("issue refund", "code_execution");
const photo = tool("inspect photo", "computer_use");

const answer =
  "Dear Ms Hofer,\n\nwe refund **€129.90** to the card that you paid with. Please keep the item.\n\n" +
  '| step | when |\n|---|---|\n| refund sent | today |\n| on your card | 3–5 days |\n\nYour "damaged parcel" is closed. 🙂';

/** The script that an input asks for; `undefined` for an ordinary ticket. */
export function sdkScript(context: AgentContext): Script | undefined {
  const play = plays.find((each) => each === context.input["play"]);
  return play && playSdk(context, play);
}

function* playSdk(context: AgentContext, play: (typeof plays)[number]): Script {
  const workflow = context.random.uuid();
  const fails = context.input["fail"] === true;
  const messages = play === "workflow" ? workflowMessages(context, workflow, fails) : agentMessages(context, workflow, play);
  for (const data of messages) yield { kind: "event", after: context.random.integer(10, 60), type: "run.data", data };
  return play === "workflow" ? workflowOutcome(fails) : { output: { "node-refund": { status: "success", output: { content: answer } } } };
}

function* agentMessages(context: AgentContext, workflow: string, play: "agent" | "answers"): Generator {
  const { random } = context;
  yield* refundTurns(context, workflow, play === "answers" ? "final" : "all");
  const end = { status: "success", input: context.input, output: { content: answer } };
  yield workflowEnd(random, workflow, { "node-refund": end });
}

function* refundTurns({ random }: AgentContext, workflow: string, mode: "all" | "final"): Generator {
  const agent = new SdkAgent(random, workflow, refundAgent, { mode, escaped: true });
  yield* agent.turn(
    'The customer writes "crushed corner".\nI need the order, the shipment and the policy; none depends on another, so I ask for all three at once.',
    { tool: order, input: { order_id: "ord_01KB2Q" }, result: "{'items': 2, 'total': 129.9, 'currency': 'EUR', 'paid': True}" },
    { tool: shipment, input: { tracking: "1Z84A0" }, result: "RateLimitError: 429, retry after 2 s", status: "failure" },
    { tool: policy, input: { topic: "damaged goods", region: "EU" }, result: '{\n  "refund": "full",\n  "needs": "evidence"\n}' },
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
  const call = { tool: photo, input: { files: ["photo-1.jpg", "photo-2.jpg"] }, result: "{'damage': 'crushed corner', 'confidence': 0.97}" };
  return {
    tool: { name: "Evidence agent tool", type: "dynamiq.nodes.tools.SubAgentTool" },
    input: { input: "What happened to the parcel?" },
    result: found,
    during: mode === "final" ? [] : [...helper.turn("Two photos are attached. I check them first.", call), ...helper.answer(found)],
  };
}

/** Two language models side by side, an agent, and a last node that may fail. */
function* workflowMessages(context: AgentContext, workflow: string, fails: boolean): Generator {
  const { random } = context;
  const model = (id: string, name: string) => ({ random, workflow, node: { id, name, group: "llms", type: types.model } });
  const category = [...modelChunks(model("node-classify", "Classify ticket"), "Category `damaged_goods`, priority normal.")];
  const language = [...modelChunks(model("node-language", "Detect language"), "German as written in Austria. Reply in German.")];
  for (let i = 0; i < Math.max(category.length, language.length); i++) {
    for (const message of [category[i], language[i]]) if (message !== undefined) yield message;
  }
  yield* refundTurns(context, workflow, "all");
  yield workflowEnd(random, workflow, fails ? { error: "Flow execution failed due to node failures: Update CRM" } : workflowNodes());
}

function workflowNodes() {
  const success = (output: unknown) => ({ status: "success" as const, input: {}, output });
  return {
    "node-classify": success({ content: "Category `damaged_goods`, priority normal." }),
    "node-language": success({ content: "German as written in Austria. Reply in German." }),
    "node-refund": success({ content: answer }),
    "node-notify": { status: "skip" as const, input: {}, output: null },
  };
}

function workflowOutcome(fails: boolean): Outcome {
  if (!fails) return { output: workflowNodes() };
  return {
    error: {
      code: "node_failed",
      message: "Flow execution failed due to node failures: Update CRM",
      retryable: false,
      details: { failed_nodes: [{ id: "node-6", name: "Update CRM", error_message: "401 from the CRM" }] },
    },
  };
}

function tool(name: string, actionType: string): SdkTool {
  return { name, type: types.tool, actionType };
}
