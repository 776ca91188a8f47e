import type { Random } from "#sample/agent/random.ts";
import { envelope, pieces, type SdkNode } from "#sample/agent/sdkMessages.ts";
import { actionOf, type SdkCall, type SdkTool, toolOf, unicodeEscape } from "./sdkMessages.ts";

export interface SdkAgentOptions {
  /** `final` streams only answers. */
  mode?: "all" | "final";
  /** Function calling and structured output send their texts JSON-escaped. */
  escaped?: boolean;
  /** The longest piece, in characters. */
  piece?: number;
}

/** One run of one agent: its messages, in the SDK's order. */
export class SdkAgent {
  readonly node: SdkNode;
  readonly #random: Random;
  readonly #workflow: string;
  readonly #run: string;
  readonly #options: SdkAgentOptions;
  #loop = 0;

  /** @param workflow the id of the run of the whole workflow, the same in all its messages */
  constructor(random: Random, workflow: string, node: SdkNode, options: SdkAgentOptions = {}) {
    this.node = node;
    this.#random = random;
    this.#workflow = workflow;
    this.#run = random.uuid();
    this.#options = options;
  }

  /** Thinks and calls a tool, or several in parallel. */
  *turn(thought: string, ...calls: SdkCall[]): Generator {
    this.#loop += 1;
    const named = calls.map((call) => ({ ...call, id: call.id ?? this.#random.uuid() }));
    yield* this.#thoughts(thought);
    for (const call of named) {
      if (call.thought !== undefined) yield* this.#thoughts(call.thought);
      yield* this.#inputs(call);
    }
    if (named.length > 1) yield* this.#parallel(thought, named);
    else for (const call of named) yield* this.#call(thought, call);
  }

  /** Continues a call that waited while the run was paused: without its pieces, and with an id of its own. */
  *resumed(thought: string, call: SdkCall): Generator {
    this.#loop += 1;
    yield* this.#call(thought, { ...call, id: this.#random.uuid() });
  }

  /** The end of a call that was left open. */
  result(call: SdkCall & { id: string }): unknown {
    return this.#step("tool", this.#ended(call), call.tool.name);
  }

  /** Thinks and begins a call that the app can't read. */
  *unreadable(thought: string, tool: SdkTool, written: string, error: string): Generator {
    this.#loop += 1;
    const id = this.#random.uuid();
    yield* this.#thoughts(thought);
    yield* this.#written(id, tool, written);
    const content = { tool_run_id: id, name: this.node.name, error, loop_num: this.#loop };
    if (this.#options.mode !== "final") yield this.#step("tool_input_error", content);
  }

  /** Thinks and begins a call of a tool that doesn't exist. No further message mentions it. */
  *unknownTool(thought: string, name: string, written: string): Generator {
    this.#loop += 1;
    yield* this.#thoughts(thought);
    yield* this.#written(this.#random.uuid(), { name, type: "unknown" }, written);
  }

  *answer(answer: string | object, thought?: string): Generator {
    this.#loop += 1;
    if (thought !== undefined) yield* this.#thoughts(thought);
    const text = typeof answer === "string" ? this.#escape(answer) : JSON.stringify(answer);
    for (const piece of this.#cut(text))
      yield this.#message({ content: piece, source: this.node.name, step: "answer" });
  }

  blocked(hook: string, point: string, outcome: "observation" | "answer" | "fail"): unknown {
    return this.#step("hook", { hook, point, decision: "block", outcome }, hook);
  }

  /** Returns another agent's answer as its own, in one piece. */
  takenOver(answer: string, source: string): unknown {
    return this.#message({ content: answer, source, step: "answer" });
  }

  *#thoughts(thought: string): Generator {
    if (this.#options.mode === "final") return;
    for (const piece of this.#cut(this.#escape(thought))) yield this.#step("reasoning", { thought: piece });
  }

  *#inputs({ id, tool, input }: SdkCall & { id: string }): Generator {
    yield* this.#written(id, tool, JSON.stringify(input));
  }

  *#written(id: string, tool: SdkTool, text: string): Generator {
    if (this.#options.mode === "final") return;
    const content = { tool_run_id: id, action: actionOf(tool), tool: toolOf(tool), loop_num: this.#loop };
    yield this.#step("tool_input_start", content);
    for (const piece of this.#cut(text)) yield this.#step("tool_input", { tool_run_id: id, action_input: piece });
  }

  *#call(thought: string, call: SdkCall & { id: string }): Generator {
    const { id, tool, input } = call;
    const mode = this.#options.mode;
    const content = {
      tool_run_id: id,
      thought,
      action: actionOf(tool),
      tool: toolOf(tool),
      action_input: input,
      loop_num: this.#loop,
    };
    if (mode !== "final") yield this.#step("reasoning", content, tool.name);
    yield* call.during ?? [];
    if (mode !== "final" && call.result !== undefined) yield this.#step("tool", this.#ended(call), tool.name);
  }

  *#parallel(thought: string, calls: readonly (SdkCall & { id: string })[]): Generator {
    if (this.#options.mode === "final") return;
    const bundle = { name: "run-parallel", type: "tool", action_type: "parallel_execution" };
    const id = this.#random.uuid();
    const loop_num = this.#loop;
    const thoughts = calls.map((call, i) => call.thought ?? (i === 0 ? thought : ""));
    const inputs = calls.map(({ id: own, tool, input }, i) => ({
      tool_run_id: own,
      thought: thoughts[i],
      action: actionOf(tool),
      tool: toolOf(tool),
      action_input: input,
      loop_num,
    }));
    const all = [thought, ...calls.map((call) => call.thought ?? "")].filter((each) => each !== "").join("\n");
    const whole = { tool_run_id: id, thought: all, action: bundle.name, tool: bundle, action_input: inputs, loop_num };
    yield this.#step("reasoning", whole, bundle.name);
    for (const [i, call] of calls.entries()) yield* this.#call(thoughts[i] ?? "", call);
    const results = calls.map((call) => ({
      ...this.#ended(call),
      name: actionOf(call.tool),
      result: null,
      output: null,
    }));
    const status = calls.some((call) => call.status === "failure") ? "failure" : "success";
    const input = calls.map(({ tool, input: own }) => ({ name: actionOf(tool), input: own }));
    const ended = {
      tool_run_id: id,
      name: bundle.name,
      tool: bundle,
      input,
      result: results,
      files: [],
      loop_num,
      output: null,
      status,
    };
    yield this.#step("tool", ended, bundle.name);
  }

  #ended({ id, tool, input, result, status = "success", output = {}, files = [] }: SdkCall): object {
    return {
      tool_run_id: id,
      name: tool.name,
      tool: toolOf(tool),
      input,
      result,
      files,
      loop_num: this.#loop,
      output,
      status,
    };
  }

  #step(step: string, content: unknown, source = this.node.name): unknown {
    return this.#message({ content, source, step });
  }

  #message(delta: object): unknown {
    return envelope({ run: this.#run, workflow: this.#workflow, node: this.node, data: { choices: [{ delta }] } });
  }

  #escape(text: string): string {
    return this.#options.escaped
      ? JSON.stringify(text)
          .slice(1, -1)
          .replace(/[\u0080-\uffff]/g, unicodeEscape)
      : text;
  }

  #cut(text: string): string[] {
    return pieces(this.#random, text, this.#options.piece ?? 7);
  }
}
