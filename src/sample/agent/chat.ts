import { type ChatMessage, ChatMemory } from "#sample/runs/chatMemory.ts";
import { envelope, pieces, type SdkNode, stream, workflowEnd } from "./sdkMessages.ts";
import type { AgentContext, Script } from "./steps.ts";

const chatAgent: SdkNode = { id: "node-chat", name: "Chat", group: "agents", type: "dynamiq.nodes.agents.Agent" };

/**
 * A chat app with memory: `{"play": "chat", "input": "What is my name?"}`. It recalls a name and an order number. A word
 * about a refund asks for an approval.
 */
export function* chat(context: AgentContext): Script {
  const { random, input, memory = new ChatMemory() } = context;
  const [workflow, run] = [random.uuid(), random.uuid()];
  const message = { role: "user", content: typeof input["input"] === "string" ? input["input"] : "" } as const;
  let before: readonly ChatMessage[];
  try {
    before = memory.load(context);
  } catch (error) {
    return yield* failed(context, workflow, (error as Error).message);
  }
  let reply = replyTo([...before, message]);
  if (/refund/i.test(message.content)) {
    const params = { order: orderIn([...before, message]) ?? "unknown", amount: 49 };
    const prompt = `Refund €49 for order ${params.order}?`;
    const request = { id: random.uuid(), type: "approval_request", prompt, params, editable_params: ["amount"] };
    const answer = yield { kind: "ask", after: 100, type: "approval_request.created", request };
    const isApproved = answer?.type === "approval" && answer.approved;
    if (isApproved) yield* stream(context, refundCall(random.uuid(), params).map(said));
    reply = isApproved ? `I have refunded €49 for order **${params.order}**.` : "I can't refund this order.";
  }
  const nodes = { [chatAgent.id]: { status: "success" as const, input, output: { content: reply } } };
  const words = pieces(random, reply, 7).map((content) => said({ content, source: chatAgent.name, step: "answer" }));
  yield* stream(context, [...words, workflowEnd(random, workflow, nodes)]);
  memory.replace(context, [...before, message, { role: "assistant", content: reply }]);
  return { output: { output: reply, files: [] } };

  function said(delta: object): unknown {
    return envelope({ run, workflow, node: chatAgent, data: { choices: [{ delta }] } });
  }
}

/** A call and its result. */
function refundCall(id: string, input: object): object[] {
  const tool = { name: "issue refund", type: "dynamiq.nodes.tools.Python", action_type: "code_execution" };
  const call = { tool_run_id: id, tool, loop_num: 1 };
  const began = { ...call, thought: "The refund is approved.", action: "issue-refund", action_input: input };
  const ended = {
    ...call,
    name: tool.name,
    input,
    result: "{'accepted': True}",
    files: [],
    output: {},
    status: "success",
  };
  return [
    { content: began, source: tool.name, step: "reasoning" },
    { content: ended, source: tool.name, step: "tool" },
  ];
}

function replyTo(messages: readonly ChatMessage[]): string {
  const [said] = messages.slice(-1);
  const [name, order] = [nameIn(messages), orderIn(messages)];
  const text = said?.content ?? "";
  if (/\bmy name\?|who am i/i.test(text))
    return name === undefined ? "I don't know your name yet." : `You are ${name}.`;
  if (/\border\b/i.test(text) && text.includes("?"))
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

function* failed(context: AgentContext, workflow: string, reason: string): Script {
  const { random } = context;
  const message = `Flow execution failed due to node failures: ${chatAgent.name}`;
  yield* stream(context, [workflowEnd(random, workflow, { error: message })]);
  const nodes = [{ id: chatAgent.id, name: chatAgent.name, error_message: reason }];
  return { error: { type: "MemoryError", message, recoverable: false, failed_nodes: nodes } };
}
