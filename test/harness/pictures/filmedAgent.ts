import { Random } from "#sample/agent/random.ts";
import { envelope } from "#sample/agent/sdkMessages.ts";
import { SdkAgent } from "../../support/sample/scenes/sdkAgent.ts";
import type { SdkCall } from "../../support/sample/scenes/sdkMessages.ts";

/** The agent of the moving picture: its code, and what the fake worker tells of its runs. */

/** What the code allows to refund without a manager, in US dollars, before and after the edit. */
export type Limit = 50 | 500;

export const question = "I was charged 480 USD twice. Can I have it back?";

export function programOf(limit: Limit): string {
  return `from dynamiq.nodes.agents import Agent
from dynamiq.nodes.llms import OpenAI
from dynamiq.nodes.tools.function_tool import function_tool

from crm import find_charges

LIMIT = ${limit}


@function_tool
def refund_policy(amount: int, **kwargs):
    """Says what the policy allows for an amount."""
    return "Refund it." if amount <= LIMIT else "A manager has to approve it."


agent = Agent(
    name="Support agent",
    role="You help customers who ask for a refund.",
    llm=OpenAI(model="gpt-4o-mini"),
    tools=[find_charges(), refund_policy()],
)
`;
}

const node = { id: "agent", name: "Support agent", group: "agents", type: "dynamiq.nodes.agents.Agent" };
const model = "gpt-4o-mini";

const functionTool = "dynamiq.nodes.tools.function_tool.FunctionTool";
const charges: SdkCall = {
  tool: { name: "find_charges", type: functionTool },
  input: { customer_id: "customer-7421" },
  result: "480 USD on May 4, 480 USD on May 4",
};

function policyOf(limit: Limit): SdkCall {
  const result = limit >= 480 ? "Refund it." : "A manager has to approve it.";
  return { tool: { name: "refund_policy", type: functionTool }, input: { amount: 480 }, result };
}

export function answerOf(limit: Limit): string {
  return limit >= 480
    ? "You were charged **480 USD** twice. The second charge goes back to your card today."
    : "You were charged **480 USD** twice. A manager has to approve the refund, which takes until tomorrow.";
}

/** A message of the SDK, and whether only a local app has it. */
export interface Told {
  event: unknown;
  extra?: true;
}

/** What a run tells, by turns of its model. */
export function turnsOf(limit: Limit): Told[][] {
  const random = new Random(limit);
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, node, { escaped: true, piece: 24 });
  const messages = [
    [...agent.turn("I look up what was charged.", charges)],
    [...agent.turn("It was charged twice. What does the policy allow for 480 USD?", policyOf(limit))],
    [...agent.answer(answerOf(limit))],
  ];
  return messages.map((turn, index) => {
    const { run_id: run } = turn[0] as { run_id: string };
    const call = (more: object): Told => {
      const content = { call_id: `call-${index}`, model, name: "OpenAI", loop_num: index + 1, ...more };
      const data = { choices: [{ delta: { content, source: node.name, step: "model_call" } }] };
      return { event: envelope({ run, workflow, node, data }), extra: true };
    };
    const told = turn.map((event) => ({ event }));
    const isCall = ({ event }: Told): boolean => JSON.stringify(event).includes('"action_input":{');
    const at = told.findIndex(isCall);
    const end = at < 0 ? told.length : at;
    const ends = call({ status: "succeeded", output: {}, usage: usageOf(index) });
    return [call({ messages: promptOf(index, limit) }), ...told.slice(0, end), ends, ...told.slice(end)];
  });
}

function promptOf(turn: number, limit: Limit): object[] {
  const results = [charges.result, policyOf(limit).result].slice(0, turn);
  return [
    { role: "system", content: "You help customers who ask for a refund." },
    { role: "user", content: question },
    ...results.map((content) => ({ role: "tool", content })),
  ];
}

function usageOf(turn: number): object {
  const [prompt_tokens, completion_tokens] = [612 + 94 * turn, 38 + 5 * turn];
  const total_tokens = prompt_tokens + completion_tokens;
  const total_tokens_cost_usd = (prompt_tokens * 0.15 + completion_tokens * 0.6) / 1e6;
  return { prompt_tokens, completion_tokens, total_tokens, total_tokens_cost_usd };
}
