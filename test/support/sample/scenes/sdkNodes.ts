import type { Random } from "#sample/agent/random.ts";
import { envelope, pieces, type SdkNode } from "#sample/agent/sdkMessages.ts";

export interface SdkModel {
  random: Random;
  /** The id of the run of the whole workflow. */
  workflow: string;
  node: SdkNode;
}

export interface ModelChunkOptions {
  /** The longest piece, in characters. */
  most?: number;
  /** The tokens, in a late chunk. With some providers it has no choices. */
  usage?: { prompt: number; completion: number; withoutChoices?: boolean };
}

/** A language model node: the chunks of its model, passed on as they arrive. */
export function* modelChunks(
  { random, workflow, node }: SdkModel,
  text: string,
  { most = 7, usage }: ModelChunkOptions = {},
): Generator {
  const chunk = chunkOf(random, workflow, node);
  const empty = { content: null, role: null, tool_calls: null };
  for (const piece of pieces(random, text, most)) yield chunk({ content: piece, role: "assistant", tool_calls: null });
  yield chunk(empty, "stop");
  if (!usage) return;
  const { prompt, completion, withoutChoices } = usage;
  const counts = { completion_tokens: completion, prompt_tokens: prompt, total_tokens: prompt + completion };
  yield chunk(empty, null, {
    ...(withoutChoices ? { choices: [] } : {}),
    usage: { ...counts, completion_tokens_details: null, prompt_tokens_details: null },
  });
}

/** A model stops and is called again: its text starts anew, in the same run of the node. */
export function* retriedChunks({ random, workflow, node }: SdkModel, broken: string, text: string): Generator {
  const run = random.uuid();
  for (const [said, reason] of [
    [broken, null],
    [text, "stop"],
  ] as const) {
    const chunk = chunkOf(random, workflow, node, run);
    for (const piece of pieces(random, said, 7)) yield chunk({ content: piece, role: "assistant", tool_calls: null });
    if (reason) yield chunk({ content: null, role: null, tool_calls: null }, reason);
  }
}

/** A model node that writes a call and doesn't run it. */
export function* modelCall({ random, workflow, node }: SdkModel, name: string, input: unknown): Generator {
  const chunk = chunkOf(random, workflow, node);
  const call = (args: string, first: boolean) => [
    {
      id: first ? `call_${random.hex(8)}` : null,
      function: { arguments: args, name: first ? name : null },
      type: "function",
      index: 0,
    },
  ];
  yield chunk({ content: null, role: "assistant", tool_calls: call("", true) });
  for (const piece of pieces(random, JSON.stringify(input), 7)) {
    yield chunk({ content: null, role: null, tool_calls: call(piece, false) });
  }
  yield chunk({ content: null, role: null, tool_calls: null }, "tool_calls");
}

function chunkOf(random: Random, workflow: string, node: SdkNode, run = random.uuid()) {
  const id = `chatcmpl-${random.hex(12)}`;
  return (delta: object, reason: string | null = null, more: object = {}): unknown => {
    const data = {
      id,
      model: "sample-model",
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, finish_reason: reason }],
      ...more,
    };
    return envelope({ run, workflow, node, data });
  };
}

/** A question of a tool, or a notice that needs no answer. */
export function feedbackMessage(workflow: string, node: SdkNode, prompt: string, more: object = {}): unknown {
  const data = { prompt, action: "ask", is_browser_takeover: false, questions: null, ...more };
  return envelope({ run: null, workflow, node, data });
}

/** @param requestId the id of the call, if one of the agent's hooks asks */
export function approvalMessage(
  workflow: string,
  node: SdkNode,
  template: string,
  data: object,
  editable: readonly string[],
  requestId?: string,
): unknown {
  return envelope({
    run: null,
    workflow,
    node,
    data: { template, data, mutable_data_params: editable, request_id: requestId ?? null },
    event: "approval",
  });
}
