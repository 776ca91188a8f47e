import type { RunEvent } from "#api/schemas.ts";
import { RunStory } from "#runs/story/runStory.ts";
import { Random } from "#sample/agent/random.ts";
import type { SdkNode } from "#sample/agent/sdkMessages.ts";
import { workflowEnd } from "#sample/agent/sdkMessages.ts";
import { SdkAgent, type SdkAgentOptions } from "../../../../../support/sample/scenes/sdkAgent.ts";
import type { SdkTool } from "../../../../../support/sample/scenes/sdkMessages.ts";
import { storyOutline } from "../../../../../support/story/storyOutline.ts";

export const workflow = "wf-1";
export const random = new Random(7);
export const agentNode: SdkNode = {
  id: "node-agent",
  name: "Billing agent",
  group: "agents",
  type: "dynamiq.nodes.agents.Agent",
};
export const search: SdkTool = {
  name: "policy search",
  type: "dynamiq.nodes.tools.TavilyTool",
  actionType: "web_search",
};
export const crm: SdkTool = { name: "crm lookup", type: "dynamiq.nodes.tools.Python", actionType: "database_query" };
export const ask: SdkTool = { name: "ask person", type: "dynamiq.nodes.tools.HumanFeedbackTool" };
export const asking: SdkNode = {
  id: "node-ask",
  name: "ask person",
  group: "tools",
  type: "dynamiq.nodes.tools.HumanFeedbackTool",
};

export function newAgent(options?: SdkAgentOptions, node = agentNode): SdkAgent {
  return new SdkAgent(random, workflow, node, options);
}

export function model(name: string) {
  const node = { id: `node-${name}`, name, group: "llms", type: "dynamiq.nodes.llms.OpenAI" };
  return { random, workflow, node };
}

export function done(nodes: Record<string, unknown>): unknown {
  const ends = Object.entries(nodes).map(([id, content]) => [
    id,
    { status: "success", input: {}, output: { content } },
  ]);
  return workflowEnd(random, workflow, Object.fromEntries(ends));
}

/** The story of these messages, each as a `run.data` event. */
export function storyOf(...messages: unknown[]): string {
  const runStory = new RunStory();
  const all = messages.flatMap((each): unknown[] => (isMany(each) ? [...each] : [each]));
  for (const [i, data] of all.entries()) runStory.apply([runData(i, data)]);
  return storyOutline(runStory.steps);
}

/** One line a step. */
export const linesOf = (...messages: unknown[]): string[] => storyOf(...messages).split("\n");

function runData(i: number, data: unknown): RunEvent {
  return {
    type: "run.data",
    sequence: i + 1,
    data,
    timestamp: new Date(Date.UTC(2026, 5, 10) + i * 100).toISOString(),
  };
}

function isMany(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
