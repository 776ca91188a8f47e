import { isFields } from "#base/json/fieldsOf.ts";
import { wordsOf } from "#sample/agent/feedback.ts";
import type { SdkNode } from "#sample/agent/sdkMessages.ts";
import { workflowEnd, stream } from "#sample/agent/sdkMessages.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import { ApiFailure } from "#server/http/apiFailure.ts";
import { paramsNames } from "#server/requests/answerBody.ts";
import type { ServedRun } from "#server/runs/servedRun.ts";
import { SdkAgent } from "./sdkAgent.ts";
import type { SdkTool } from "./sdkMessages.ts";
import { approvalMessage, feedbackMessage } from "./sdkNodes.ts";

/** Apps of the SDK that need a person, by `play` in the input. */
export const askPlays = { takeover, approval, returns: threeReturns };

const types = { agent: "dynamiq.nodes.agents.Agent", tool: "dynamiq.nodes.tools." };
const returnsAgent: SdkNode = { id: "node-returns", name: "Returns agent", group: "agents", type: types.agent };
const askNode: SdkNode = { id: "node-ask", name: "ask user", group: "tools", type: `${types.tool}HumanFeedbackTool` };
const browser: SdkTool = { name: "open browser", type: `${types.tool}Browser`, actionType: "computer_use" };
const ask: SdkTool = { name: askNode.name, type: askNode.type };
const ledger: SdkTool = { name: "book return", type: `${types.tool}Python`, actionType: "code_execution" };

/**
 * What an app takes of an approval, by the names that `"play": "approval"` knows: those of the SDK, or with `"knows":
 * "approved"` those of the Runs API's question. It refuses all others with a 422, or ignores them with `"ignores": true`
 * as a lenient reader does. Without a decision, that one goes by the text: any text is a no.
 */
export function readAnswer({ facts }: ServedRun, body: Record<string, unknown>): Record<string, unknown> {
  const { play, knows, ignores } = facts.input;
  const { data } = body;
  if (play !== "approval" || !isFields(data)) return body;
  const decision = knows === "approved" ? knows : "is_approved";
  const isKnown = (name: string): boolean => ["request_id", "feedback", decision, paramsNames[decision]].includes(name);
  const unknown = Object.keys(data).filter((name) => !isKnown(name));
  if (ignores !== true && unknown.length > 0) {
    const errors = unknown.map((name) => [name, "is not a known field"]);
    throw new ApiFailure(422, "unprocessable_entity", Object.fromEntries(errors) as Record<string, string>);
  }
  const known = Object.fromEntries(Object.entries(data).filter(([name]) => isKnown(name)));
  const { feedback } = data;
  const byText = typeof feedback === "string" ? { [decision]: feedback === "" } : {};
  return { ...body, data: { ...byText, ...known } };
}

/** The agent's browser shows a sign-in page: a person signs in, and replies. */
function* takeover(context: AgentContext): Script {
  const { random } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, returnsAgent, { escaped: true });
  const address = `https://live.example.com/sessions/${random.hex(12)}`;
  yield* stream(
    context,
    agent.turn("The return label is in the carrier's portal.", {
      tool: browser,
      input: { url: "https://carrier.example.com/returns" },
      result: `{'title': 'Sign in', 'live_view_url': '${address}', 'fields': ['user', 'password']}`,
      output: { title: "Sign in", live_view_url: address },
    }),
  );
  const prompt =
    "The carrier's portal asks to sign in. Please sign in in the live browser, then tell me that you are done.";
  const said = yield* askInCall(context, { agent, workflow, prompt, more: { is_browser_takeover: true } });
  return yield* finish(context, agent, workflow, `The return label is ready. You said: ${said}`);
}

/** A node that needs an approval, in an app that knows one set of field names. */
function* approval(context: AgentContext): Script {
  const { random } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, returnsAgent, { escaped: true });
  const node: SdkNode = { id: "node-book", name: ledger.name, group: "tools", type: ledger.type };
  const prompt = "Book the return of order ord_01KB2Q and refund €129.90?";
  const [params, editable] = [{ order_id: "ord_01KB2Q", amount: 129.9, currency: "EUR" }, ["amount"]];
  yield* stream(context, [approvalMessage(workflow, node, `\n${prompt}\n`, params, editable)]);
  const request = { id: random.uuid(), type: "approval_request", prompt, params, editable_params: editable };
  const answer = yield {
    kind: "ask",
    after: 100,
    type: "approval_request.created",
    request,
    checkpoint: checkpointOf(context),
  };
  const approved = answer?.type === "approval" && answer.approved;
  return yield* finish(context, agent, workflow, approved ? "The return is booked." : "The return is **not** booked.");
}

/**
 * One node asks three times, under one id: two of its questions have the same words.
 */
function* threeReturns(context: AgentContext): Script {
  const { random } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, returnsAgent, { escaped: true });
  const id = random.uuid();
  const decided: string[] = [];
  for (const amount of [40, 40, 75]) {
    const request = {
      id,
      type: "approval_request",
      prompt: `Refund €${amount} for the next parcel?`,
      params: { amount },
      editable_params: ["amount"],
    };
    const answer = yield { kind: "ask", after: 100, type: "approval_request.created", request };
    const approved = answer?.type === "approval" && answer.approved;
    decided.push(`€${amount} ${approved ? "approved" : "rejected"}`);
    const noted = { tool: ledger, input: { parcel: decided.length, amount, approved }, result: "{'noted': True}" };
    yield* stream(context, agent.turn(`Parcel ${decided.length}: ${decided.at(-1)}.`, noted));
  }
  return yield* finish(context, agent, workflow, `All parcels: ${decided.join(", ")}.`);
}

interface Asked {
  agent: SdkAgent;
  workflow: string;
  prompt: string;
  /** The other fields of the input request, besides the prompt. */
  more: Record<string, unknown>;
}

/**
 * A tool of the agent asks: in the stream of the node, and as the Runs API's own event. @returns the answer, in words
 */
function* askInCall(context: AgentContext, { agent, workflow, prompt, more }: Asked): Script<string> {
  const { random } = context;
  const call = { id: random.uuid(), tool: ask, input: { action: "ask", input: prompt } };
  yield* stream(
    context,
    agent.turn("I need a person for this.", { ...call, during: [feedbackMessage(workflow, askNode, prompt, more)] }),
  );
  const request = { id: random.uuid(), type: "human_feedback_request", prompt, ...more };
  const answer = yield {
    kind: "ask",
    after: 100,
    type: "agent.human_feedback.requested",
    request,
    checkpoint: checkpointOf(context),
  };
  const said = answer?.type === "human_feedback" ? answer : undefined;
  yield* stream(context, [
    agent.result({ ...call, result: said?.feedback ?? "", output: { answers: said?.answers ?? null } }),
  ]);
  return wordsOf(answer);
}

function* finish(context: AgentContext, agent: SdkAgent, workflow: string, answer: string): Script {
  yield* stream(context, agent.answer(answer));
  const nodes = {
    [returnsAgent.id]: { status: "success" as const, input: context.input, output: { content: answer } },
  };
  yield* stream(context, [workflowEnd(context.random, workflow, nodes)]);
  return { output: nodes };
}

function checkpointOf({ random }: AgentContext): string {
  return `ckpt_${random.hex(12).toUpperCase()}`;
}
