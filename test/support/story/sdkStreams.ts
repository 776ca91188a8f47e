import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "#sample/agent/random.ts";
import type { SdkNode } from "#sample/agent/sdkMessages.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import { SdkAgent } from "../sample/scenes/sdkAgent.ts";
import { approvalMessage, feedbackMessage, modelCall, modelChunks, retriedChunks } from "../sample/scenes/sdkNodes.ts";

/** A stream as an app of the SDK sends it, with what the run gives in the end by node. */
export interface SdkStream {
  name: string;
  messages: readonly unknown[];
}

const workflow = "7d4a11c2-0b1c-4d7c-9a51-0c7e5a1b0001";
const tool = { name: "stock check", type: "dynamiq.nodes.tools.Python", actionType: "database_query" };
const agentNode: SdkNode = { id: "agent-1", name: "Order agent", group: "agents", type: "dynamiq.nodes.agents.Agent" };
const askNode: SdkNode = {
  id: "ask-1",
  name: "ask person",
  group: "tools",
  type: "dynamiq.nodes.tools.HumanFeedbackTool",
};
const answer = 'Dear "customer",\n\n| item | left |\n|---|---|\n| lamp | 3 |\n\nSee C:\\orders – 🙂';

/**
 * Streams of our own in the shapes of the SDK: each way of writing, calls that fail, are void or stay open, nodes,
 * sub-agents.
 */
export function sdkStreams(): SdkStream[] {
  const random = new Random(41);
  const streams: SdkStream[] = [];
  for (const [kind, escaped] of [
    ["plain", false],
    ["escaped", true],
  ] as const) {
    const agent = new SdkAgent(random, workflow, agentNode, { escaped });
    const calls = ["lamp", "desk"].map((item) => ({
      tool,
      thought: `Check the "${item}".`,
      input: { item },
      result: `{'item': '${item}', 'left': 3}`,
    }));
    const messages = [
      ...agent.turn('The order says "soon".\nFirst the stock.', {
        tool,
        input: { item: "lamp" },
        result: '{\n  "left": 3\n}',
      }),
      ...agent.unreadable("Now the desk.", tool, '{"item": desk}', "not valid JSON"),
      ...agent.turn("", ...calls),
      ...agent.turn("Once more.", { tool, input: { item: "sofa" }, result: "KeyError: 'sofa'", status: "failure" }),
      ...agent.unknownTool("Try another.", "warehouse", "{}"),
      ...agent.answer(answer, "That is all."),
    ];
    streams.push({ name: `agent, ${kind}`, messages: [...messages, ended(random, { "agent-1": answer })] });
  }
  const final = new SdkAgent(random, workflow, agentNode, { mode: "final", escaped: true });
  streams.push({
    name: "agent, answers only",
    messages: [...final.answer(answer), ended(random, { "agent-1": answer })],
  });
  streams.push(workflowOfNodes(random), subAgent(random), question(random), guarded(random));
  return streams;
}

/**
 * Streams that were recorded. `DYNAMIQ_RUNS_RECORDINGS` names their folder: `NAME.jsonl`, one message of the SDK a line;
 * files named `NAME.trace.jsonl` are left out.
 */
export function recordings(): SdkStream[] {
  const folder = process.env["DYNAMIQ_RUNS_RECORDINGS"];
  if (!folder) return [];
  const files = readdirSync(folder).filter((name) => name.endsWith(".jsonl") && !name.endsWith(".trace.jsonl"));
  return files.map((name) => {
    // A text may hold U+2028: only line feeds end a line.
    const lines = readFileSync(join(folder, name), "utf8")
      .split("\n")
      .filter((line) => line !== "");
    return { name, messages: lines.map((line): unknown => JSON.parse(line)) };
  });
}

function ended(random: Random, contents: Record<string, unknown>): unknown {
  const nodes = Object.entries(contents).map(([id, content]) => [
    id,
    { status: "success", input: {}, output: { content } },
  ]);
  return workflowEnd(random, workflow, Object.fromEntries(nodes));
}

function workflowOfNodes(random: Random): SdkStream {
  const model = (id: string, name: string) => ({
    random,
    workflow,
    node: { id, name, group: "llms", type: "dynamiq.nodes.llms.OpenAI" },
  });
  const first = [...modelChunks(model("m-1", "Summary"), "The lamp came **broken**.\n\nIt is the second one.")];
  const second = [...retriedChunks(model("m-2", "Language"), "Engl", "English (en)")];
  const mixed = Array.from({ length: Math.max(first.length, second.length) }, (_, i) => [first[i], second[i]])
    .flat()
    .filter(Boolean);
  const messages = [...mixed, ...modelCall(model("m-3", "Router"), "route", { queue: "returns" })];
  const outputs = { "m-1": "The lamp came **broken**.\n\nIt is the second one.", "m-2": "English (en)", "m-3": null };
  return { name: "workflow of nodes", messages: [...messages, ended(random, outputs)] };
}

function subAgent(random: Random): SdkStream {
  const manager = new SdkAgent(random, workflow, { ...agentNode, id: "manager-1", name: "Manager" });
  const helper = new SdkAgent(random, workflow, { ...agentNode, id: "helper-1", name: "Helper" });
  const during = [
    ...helper.turn("Look.", { tool, input: { item: "lamp" }, result: "3" }),
    ...helper.answer("Three are left.", "Found."),
  ];
  const asks = { name: "Helper tool", type: "dynamiq.nodes.tools.SubAgentTool" };
  const call = { tool: asks, input: { input: "How many?" }, result: "Three are left.", during };
  const messages = [...manager.turn("Ask the helper.", call), manager.takenOver("Three are left.", asks.name)];
  return { name: "sub-agent", messages: [...messages, ended(random, { "manager-1": "Three are left." })] };
}

function question(random: Random): SdkStream {
  const agent = new SdkAgent(random, workflow, agentNode, { escaped: true });
  const asks = { name: "ask person", type: askNode.type };
  const during = [feedbackMessage(workflow, askNode, "Which lamp?")];
  const messages = [
    ...agent.turn("I ask.", { tool: asks, input: { input: "Which lamp?" }, result: "The red one", during }),
  ];
  return {
    name: "question",
    messages: [...messages, ...agent.answer("The red one.", "Good."), ended(random, { "agent-1": "The red one." })],
  };
}

/** Hooks tell the model of a block, ask a person who declines, and end the run at the third call. */
function guarded(random: Random): SdkStream {
  const agent = new SdkAgent(random, workflow, agentNode);
  const blocked = { status: "skip", output: { blocked: true, blocked_by: "stock policy" } } as const;
  const input = { item: "lamp" };
  const asked = approvalMessage(workflow, agentNode, "Look the lamp up?", input, [], "call-2");
  const told = {
    during: [agent.blocked("stock policy", "before_tool", "observation")],
    result: "Not now.",
    ...blocked,
  };
  const declined = { id: "call-2", during: [asked], result: "The call was declined by a human: no", ...blocked };
  const last = { during: [agent.blocked("stock policy", "before_tool", "answer")] };
  const reason = "Nobody may look that up.";
  const messages = [
    ...[told, declined, last].flatMap((more, at) => [...agent.turn(`Try ${at + 1}.`, { tool, input, ...more })]),
    ...agent.answer(reason),
  ];
  const output = { content: reason, blocked: true, blocked_by: "stock policy" };
  const end = workflowEnd(random, workflow, { "agent-1": { status: "success", input: {}, output } });
  return { name: "agent with hooks", messages: [...messages, end] };
}
