import type { SdkNode } from "#sample/agent/sdkMessages.ts";
import { type SdkNodeEnd, workflowEnd, stream } from "#sample/agent/sdkMessages.ts";
import type { AgentContext, Script } from "#sample/agent/steps.ts";
import { SdkAgent } from "./sdkAgent.ts";
import type { SdkCall, SdkTool } from "./sdkMessages.ts";
import { modelChunks } from "./sdkNodes.ts";

/** Apps of the SDK that are partly mocked, fail in part or have a memory, by `play` in the input. */
export const reportPlays = { report, memory };

const types = { agent: "dynamiq.nodes.agents.Agent", model: "dynamiq.nodes.llms.OpenAI", tool: "dynamiq.nodes.tools." };
const deskAgent: SdkNode = { id: "node-desk", name: "Refund desk", group: "agents", type: types.agent };
const refund: SdkTool = { name: "issue refund", type: `${types.tool}Python`, actionType: "code_execution" };
const pay: SdkTool = { name: "pay", type: `${types.tool}Python`, actionType: "code_execution" };
const publish: SdkTool = { name: "artifact", type: `${types.tool}artifact_tool.ArtifactTool`, actionType: "artifact" };

const answer =
  "Dear Ms Hofer,\n\nwe refund **€129.90** for the lamp to the card that you paid with, and we pay the €8.40 for the " +
  "return label. The refund has left us today and is on your card within five working days. Please keep the lamp: " +
  "nobody picks it up.\n\nThe report on the damage is in its second version. It has the two photos that you sent, the " +
  "scans of all depots and the day on which the corner was crushed.\n\nKind regards,\nthe refund desk";

/** Two models that say how many tokens they used, an agent with a mocked call, and two nodes that fail. */
function* report(context: AgentContext): Script {
  const { random, input } = context;
  const workflow = random.uuid();
  const agent = new SdkAgent(random, workflow, deskAgent, { escaped: true });
  const model = (id: string, name: string) => ({
    random,
    workflow,
    node: { id, name, group: "llms", type: types.model },
  });
  const label = { order_id: "ord_01KB2Q", amount: 8.4, currency: "EUR" };
  const output = { output: answer, files: [] };
  yield* stream(context, [
    ...modelChunks(model("node-classify", "Classify ticket"), "Category `damaged_goods`.", {
      usage: { prompt: 412, completion: 9 },
    }),
    ...modelChunks(model("node-language", "Detect language"), "German as written in Austria.", {
      usage: { prompt: 96, completion: 7, withoutChoices: true },
    }),
    ...agent.turn("The refund first.", {
      tool: refund,
      input: { order_id: "ord_01KB2Q", amount: 129.9, currency: "EUR" },
      result: "{'refund_id': 'rf_01KB2R', 'accepted': True}",
    }),
    ...agent.turn("Now the return label.", {
      tool: pay,
      input: label,
      result:
        `[MOCKED] Execution of 'pay' was skipped: this node is configured for mock execution and produced no real ` +
        `side effect. It was called with: {'order_id': 'ord_01KB2Q', 'amount': 8.4, 'currency': 'EUR'}`,
      output: { is_mocked: true },
    }),
    ...agent.turn("I publish what we know about the damage.", published(1)),
    ...agent.turn("The scans of the depots were missing.", published(2)),
    ...agent.answer(answer),
    workflowEnd(random, workflow, {
      "node-classify": succeeded({ content: "Category `damaged_goods`." }),
      "node-language": succeeded({ content: "German as written in Austria." }),
      [deskAgent.id]: succeeded({ content: answer }),
      "node-crm": failed("ToolExecutionException", "Code execution error: 401 from the CRM", true),
      "node-translate": failed("AuthenticationError", "OpenAIException - Incorrect API key provided", false),
      "node-output": succeeded(output),
    }),
  ]);
  return { output };

  function succeeded(result: unknown): SdkNodeEnd {
    return { status: "success", input, output: result };
  }

  function failed(type: string, message: string, recoverable: boolean): SdkNodeEnd {
    return { status: "failure", input, output: null, error: { type, message, recoverable, failed_nodes: [] } };
  }
}

/** One call creates the artifact, the next one updates it. */
function published(version: 1 | 2): SdkCall {
  const name = "Damage report 48324";
  const artifact = { id: "a1b2", version_id: `7c0${version}`, version, name, kind: "html" };
  const url = "https://example.com/artifacts/a1b2";
  const [action, path] = version === 1 ? ["create", "damage.html"] : ["update", "artifacts/a1b2/v1/damage.html"];
  return {
    tool: publish,
    input: { action, path, ...(version === 1 ? { name } : { artifact_id: artifact.id }) },
    result: `Artifact '${name}' v${version} ${action}d (id ${artifact.id}) from ${path}: ${url}`,
    output: { artifact: { ...artifact, url } },
  };
}

/** An agent with a memory on the platform, which one of the two ids switches on and which needs both. */
function* memory(context: AgentContext): Script {
  const { random, input, userId, sessionId } = context;
  const workflow = random.uuid();
  const missing =
    userId === undefined && sessionId !== undefined
      ? "User"
      : sessionId === undefined && userId !== undefined
        ? "Session"
        : undefined;
  if (missing !== undefined) {
    const message = `Flow execution failed due to node failures: ${deskAgent.name}`;
    const reason = `${missing} identifier is required to list memory items.`;
    yield* stream(context, [workflowEnd(random, workflow, { error: message })]);
    const nodes = [{ id: deskAgent.id, name: deskAgent.name, error_message: reason }];
    return { error: { type: "FlowNodeFailureException", message, recoverable: false, failed_nodes: nodes } };
  }
  const said =
    userId === undefined ? "I don't know who you are, so I begin anew." : "I remember: your lamp arrived broken.";
  const nodes = { [deskAgent.id]: { status: "success" as const, input, output: { content: said } } };
  const agent = new SdkAgent(random, workflow, deskAgent, { escaped: true });
  yield* stream(context, [...agent.answer(said), workflowEnd(random, workflow, nodes)]);
  return { output: { output: said, files: [] } };
}
