import type { AgentContext, Script } from "../agent/steps.ts";
import { type ChatMessage, ChatMemory } from "../runs/chatMemory.ts";
import { SdkAgent } from "./sdkAgent.ts";
import type { SdkNode, SdkTool } from "./sdkMessages.ts";
import { workflowEnd, stream } from "./sdkNodes.ts";

const chatAgent: SdkNode = { id: "node-chat", name: "Chat", group: "agents", type: "dynamiq.nodes.agents.Agent" };
const refund: SdkTool = { name: "issue refund", type: "dynamiq.nodes.tools.Python", actionType: "code_execution" };

/**
 * A chat app with memory: `{"play": "chat", "input": "What is my name?"}`. It recalls a name and an order number, unless
 * it drifts. A word about a refund asks for an approval. `"fail": true` fails the turn, and `"save": false` loses it, as
 * the SDK only logs a save that fails.
 */
export function* chat(context: AgentContext): Script {
  const { random, input, drift, memory = new ChatMemory() } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, chatAgent, { escaped: true });
  const message = { role: "user", content: typeof input["input"] === "string" ? input["input"] : "" } as const;
  let before: readonly ChatMessage[];
  try {
    const remembered = memory.load(context);
    before = drift ? [] : remembered;
  } catch (error) {
    return yield* failed(context, workflow, "MemoryError", (error as Error).message);
  }
  if (input["fail"] === true) {
    memory.append(context, message);
    return yield* failed(context, workflow, "TimeoutError", "The model didn't respond within 60 s.");
  }
  let reply = replyTo([...before, message]);
  if (/refund/i.test(message.content)) {
    const params = { order: orderIn([...before, message]) ?? "unknown", amount: 49 };
    const prompt = `Refund €49 for order ${params.order}?`;
    const request = { id: random.uuid(), type: "approval_request", prompt, params, editable_params: ["amount"] };
    const answer = yield { kind: "ask", after: 100, type: "approval_request.created", request };
    const isApproved = answer?.type === "approval" && answer.approved;
    if (isApproved) {
      const call = { tool: refund, input: params, result: "{'accepted': True}" };
      yield* stream(context, agent.turn("The refund is approved.", call));
    }
    reply = isApproved ? `I have refunded €49 for order **${params.order}**.` : "I can't refund this order.";
  }
  const nodes = { [chatAgent.id]: { status: "success" as const, input, output: { content: reply } } };
  yield* stream(context, [...agent.answer(reply), workflowEnd(random, workflow, nodes)]);
  if (input["save"] !== false) memory.replace(context, [...before, message, { role: "assistant", content: reply }]);
  return { output: { output: reply, files: [] } };
}

function replyTo(messages: readonly ChatMessage[]): string {
  const [said] = messages.slice(-1);
  const [name, order] = [nameIn(messages), orderIn(messages)];
  const text = said?.content ?? "";
  if (/\bmy name\?|who am i/i.test(text))
    return name === undefined ? "I don't know your name yet." : `You are ${name}.`;
  if (/\border\b.*\?/i.test(text))
    return order === undefined ? "I don't know your order yet." : `Your order is **${order}**. It is on its way.`;
  return `${name === undefined ? "Hello" : `Hello ${name}`}, how can I help${order === undefined ? "" : ` with order **${order}**`}?`;
}

function nameIn(messages: readonly ChatMessage[]): string | undefined {
  return lastMatch(messages, /\b(?:[Mm]y name is|I am|I'm) (\p{Lu}\p{L}+)/u);
}

function orderIn(messages: readonly ChatMessage[]): string | undefined {
  return lastMatch(messages, /\border (?:number )?(?:is )?#?(\d{3,})/i);
}

function lastMatch(messages: readonly ChatMessage[], pattern: RegExp): string | undefined {
  const said = messages.filter(({ role }) => role === "user").map(({ content }) => pattern.exec(content)?.[1]);
  return said.findLast((match) => match !== undefined);
}

function* failed(context: AgentContext, workflow: string, type: string, reason: string): Script {
  const { random } = context;
  const message = `Flow execution failed due to node failures: ${chatAgent.name}`;
  yield* stream(context, [workflowEnd(random, workflow, { error: message })]);
  const nodes = [{ id: chatAgent.id, name: chatAgent.name, error_message: reason }];
  return { error: { type, message, recoverable: false, failed_nodes: nodes } };
}
