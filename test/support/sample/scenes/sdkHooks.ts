import type { SdkNode } from "#sample/agent/sdkMessages.ts";
import { type SdkNodeEnd, workflowEnd, stream } from "#sample/agent/sdkMessages.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import { SdkAgent } from "./sdkAgent.ts";
import type { SdkTool } from "./sdkMessages.ts";
import { approvalMessage } from "./sdkNodes.ts";

/** Agents of the SDK since 0.68 whose hooks block what they don't want, or ask a person, by `play` in the input. */
export const hookPlays = { "blocked-input": blockedInput, "blocked-call": blockedCall, "hook-approval": hookApproval };

const types = { agent: "dynamiq.nodes.agents.Agent", tool: "dynamiq.nodes.tools.Python" };
const supportAgent: SdkNode = { id: "node-support", name: "Support agent", group: "agents", type: types.agent };
const crm: SdkTool = { name: "crm lookup", type: types.tool, actionType: "database_query" };
const pay: SdkTool = { name: "pay", type: types.tool, actionType: "code_execution" };
const refund = { amount: 300, to: "ann@example.com" };

/** A guard refuses the question. The Output node maps the text alone, so the run's output doesn't say it. */
function* blockedInput(context: AgentContext): Script {
  const { random } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, supportAgent, { piece: 100 });
  const hook = "no injections";
  const reason = "The request was blocked by a content policy.";
  yield* stream(context, [agent.blocked(hook, "on_input", "answer"), ...agent.answer(reason)]);
  return yield* end(context, workflow, { content: reason, blocked: true, blocked_by: hook });
}

/** A lookup runs, a payment is blocked, and the agent goes on without it. */
function* blockedCall(context: AgentContext): Script {
  const { random } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, supportAgent);
  const hook = "refund policy";
  const answer = "The refund of **$300** is due. A manager has to pay it, because it is above my limit.";
  yield* stream(context, [
    ...agent.turn("I look the customer up.", {
      tool: crm,
      input: { customer: "Ann" },
      result: "Ann: plan pro, one order, charged twice",
    }),
    ...agent.turn("The refund is due.", {
      tool: pay,
      input: refund,
      status: "skip",
      result: "Only managers may pay more than $200.",
      output: { blocked: true, blocked_by: hook },
      during: [agent.blocked(hook, "before_tool", "observation")],
    }),
    ...agent.answer(answer, "I may not pay that much."),
  ]);
  return yield* end(context, workflow, { content: answer, blocked: false });
}

/**
 * A hook asks a person before a payment: the person who watches the run, or with `declined` in the input somebody else,
 * who says no with these words.
 */
function* hookApproval(context: AgentContext): Script {
  const { random, input } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, supportAgent);
  const [call, prompt, editable] = [random.uuid(), "Pay $300 to ann@example.com?", ["amount"]];
  const open = { id: call, tool: pay, input: refund };
  const question = approvalMessage(workflow, supportAgent, prompt, refund, editable, call);
  yield* stream(context, agent.turn("The refund is due.", { ...open, during: [question] }));
  let words = typeof input["declined"] === "string" ? input["declined"] : undefined;
  if (words === undefined) {
    const request = { id: call, type: "approval_request", prompt, params: refund, editable_params: editable };
    const reply = yield { kind: "ask", after: 100, type: "approval_request.created", request };
    if (reply?.type !== "approval" || !reply.approved)
      words = reply?.type === "approval" ? (reply.feedback ?? "") : "no answer";
  }
  const declined = {
    status: "skip" as const,
    output: { blocked: true, blocked_by: "refund approval" },
    result: `The call was declined by a human: ${words}`,
  };
  const paid = { result: "paid 300 to ann@example.com", output: { receipt: "R-1" } };
  const answer =
    words === undefined ? "The refund of **$300** was paid." : "The refund was **not** paid: it was declined.";
  yield* stream(context, [
    agent.result({ ...open, ...(words === undefined ? paid : declined) }),
    ...agent.answer(answer, words === undefined ? "Paid." : "Declined."),
  ]);
  return yield* end(context, workflow, { content: answer, blocked: false });
}

interface AgentOutput {
  content: string;
  blocked: boolean;
  blocked_by?: string;
}

/** The usual end: an Output node maps the agent's text alone. */
function* end(context: AgentContext, workflow: string, output: AgentOutput): Script {
  const { random, input } = context;
  const { content } = output;
  const nodes: Record<string, SdkNodeEnd> = {
    [supportAgent.id]: { status: "success", input, output },
    output: { status: "success", input: { content }, output: { content } },
  };
  yield* stream(context, [workflowEnd(random, workflow, nodes)]);
  return { output: { content } };
}
