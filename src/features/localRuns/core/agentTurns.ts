import { fieldsOf, textOf } from "#base/json/fieldsOf.ts";
import { contentText } from "#runs/text/contentText.ts";
import type { EventWriter, Moment, Voice } from "./eventWriter.ts";
import type { AskedCall, ModelReply } from "./modelReply.ts";
import { endOf, isRunning, startOf, type TraceRun } from "./trace.ts";
import { type HookDecision, hooksOf, isAgent, isModelCall, nodeFields, sameTool } from "./traceNode.ts";
import { callOutcome, endMoment, startMoment } from "./traceParts.ts";

interface Tool {
  readonly name: string;
  readonly type: string;
}

/**
 * The turns of an agent: each call of its model opens an iteration, and the calls up to the next one belong to it. Only
 * their order and their names connect the calls that a model asked for with those that ran. One that never ran was
 * blocked or answered by a hook, or couldn't be read.
 */
export class AgentTurns {
  readonly #run: TraceRun;
  readonly #children: readonly TraceRun[];
  readonly #voice: Voice;
  readonly #writer: EventWriter;
  readonly #bundles: ReadonlyMap<string, string>;
  /** What hooks decided and is not told yet. */
  #hooks: HookDecision[];
  /** Calls of the newest reply that haven't run. */
  #asked: AskedCall[] = [];
  #reply: { id: string; moment: Moment } | undefined;
  #iteration = 0;

  /** @param children the calls and model calls of the agent, in the order of their start */
  constructor(run: TraceRun, children: readonly TraceRun[], voice: Voice, writer: EventWriter) {
    this.#run = run;
    this.#children = children;
    this.#voice = voice;
    this.#writer = writer;
    this.#hooks = hooksOf(run);
    this.#bundles = overlapping(children);
  }

  /** The current iteration, from 1; `undefined` before the first one. */
  get iteration(): number | undefined {
    return this.#iteration === 0 ? undefined : this.#iteration;
  }

  begin(): void {
    this.#tellHooks("on_input", startMoment(this.#run));
  }

  /** The agent calls its model again. @returns the iteration that it opens */
  nextIteration(model: TraceRun): number {
    this.#settleAsked(model);
    this.#iteration += 1;
    this.#tellHooks("before_model", startMoment(model));
    return this.#iteration;
  }

  /** The model has answered. */
  takeReply({ thought, answer, calls }: ModelReply, model: TraceRun): void {
    const moment = endMoment(model);
    this.#reply = { id: model.id, moment };
    this.#asked = [...calls];
    this.#tellHooks("after_model", moment);
    if (thought !== undefined && thought !== "") this.#step("reasoning", moment, { thought });
    if (answer !== undefined) this.#step("answer", moment, answer);
  }

  /** A call that the agent makes. @param tool also an agent that it calls */
  beginCall(run: TraceRun, tool: Tool): void {
    const at = this.#asked.findIndex(({ name }) => sameTool(name, tool.name) || sameTool(name, run.name ?? ""));
    const [asked] = at < 0 ? [] : this.#asked.splice(at, 1);
    this.#step("reasoning", startMoment(run), {
      ...this.#callWords(run.id, asked?.name ?? tool.name, tool),
      thought: asked?.thought ?? "",
      action_input: run.status === "skipped" ? null : isAgent(run) ? (asked?.input ?? run.input) : run.input,
      bundle: this.#bundles.get(run.id),
    });
    for (const hook of this.#takeToolHooks("before_tool", tool.name, letsRun)) this.#note(hook, startMoment(run));
  }

  endCall(run: TraceRun, tool: Tool): void {
    const outcome = callOutcome(run);
    if (!outcome) return;
    const moment = endMoment(run);
    const hooks = this.#takeToolHooks("after_tool", tool.name);
    for (const hook of hooks) this.#note(hook, moment);
    const block = hooks.find(({ decision }) => decision === "block");
    const kept = block && { result: this.#toldAfter(run), output: blockedBy(block, fieldsOf(outcome["output"])) };
    const { action: _, ...words } = this.#callWords(run.id, tool.name, tool);
    this.#step("tool", moment, { ...words, name: tool.name, ...outcome, ...kept });
  }

  /** The agent has ended, or is still running. */
  end(): void {
    if (isRunning(this.#run)) return;
    this.#settleAsked(undefined);
    for (const hook of this.#hooks.splice(0)) this.#note(hook, endMoment(this.#run));
  }

  /** The calls of the last reply that never ran. @param next the model call that got the reason */
  #settleAsked(next: TraceRun | undefined): void {
    for (const [at, call] of this.#asked.splice(0).entries()) this.#settle(call, at, next);
  }

  #settle(call: AskedCall, at: number, next: TraceRun | undefined): void {
    const moment = this.#reply?.moment ?? startMoment(this.#run);
    const id = `${this.#reply?.id ?? this.#run.id}:${at}`;
    const hooks = this.#takeToolHooks("before_tool", call.name);
    const last = hooks.at(-1);
    const told = next && toldBy(next, call.id);
    const tool = this.#toolNamed(call.name);
    if (!last && (next || this.#run.status === "succeeded")) {
      this.#discard(id, call, tool, told);
      return;
    }
    const { thought, input } = call;
    this.#step("reasoning", moment, { ...this.#callWords(id, call.name, tool), thought, action_input: input });
    for (const hook of hooks) this.#note(hook, moment);
    // What answers in place of the agent, or makes it fail, has no result for the model.
    if (!last || last.outcome === "answer" || last.outcome === "fail" || !next) return;
    const { action: _, ...words } = this.#callWords(id, call.name, tool);
    // A hook that answers a call does so in place of the tool, and the stream says that it succeeded.
    const end =
      last.decision === "skip" ? { output: {}, status: "success" } : { output: blockedBy(last, {}), status: "skip" };
    this.#step("tool", moment, { ...words, input: call.input, result: told ?? null, ...end });
  }

  /** A call that the agent couldn't read, or whose tool it doesn't have. */
  #discard(id: string, call: AskedCall, tool: Tool, told: string | undefined): void {
    const moment = this.#reply?.moment ?? startMoment(this.#run);
    const words = this.#callWords(id, call.name, tool);
    this.#step("tool_input_start", moment, words);
    const written = typeof call.input === "string" ? call.input : (JSON.stringify(call.input) ?? "");
    this.#step("tool_input", moment, { ...words, action_input: written });
    this.#step("tool_input_error", moment, { ...words, error: told ?? "" });
  }

  #callWords(id: string, action: string, { name, type }: Tool): Record<string, unknown> {
    return { tool_run_id: id, action, tool: { name, type, action_type: null }, loop_num: this.iteration };
  }

  #toolNamed(asked: string): Tool {
    const { tools } = nodeFields(this.#run);
    const all = Array.isArray(tools) ? tools.map(fieldsOf) : [];
    const tool = all.find(({ name }) => typeof name === "string" && sameTool(name, asked));
    return { name: textOf(tool?.["name"]) ?? asked, type: textOf(tool?.["type"]) ?? "" };
  }

  /** The hooks at this point, as far as they are next. */
  #tellHooks(point: string, moment: Moment): void {
    while (this.#hooks[0]?.point === point) {
      const [hook] = this.#hooks.splice(0, 1);
      if (hook) this.#note(hook, moment);
    }
  }

  /** The decisions about the next call of a tool. Parallel calls mix theirs. */
  #takeToolHooks(point: string, tool: string, fits: (hook: HookDecision) => boolean = () => true): HookDecision[] {
    const decisions: HookDecision[] = [];
    for (const hook of this.#hooks) {
      if (hook.tool === undefined) break;
      const isOfCall = hook.point === point && sameTool(hook.tool, tool) && fits(hook);
      // The same hook decides once about each call, but for the block that follows its error.
      const isOfNext = decisions.some((each) => each.hook === hook.hook && each.decision !== "error");
      if (isOfCall && !isOfNext) decisions.push(hook);
      else if (isOfCall || (decisions.length > 0 && sameTool(hook.tool, tool))) break;
    }
    this.#hooks = this.#hooks.filter((hook) => !decisions.includes(hook));
    return decisions;
  }

  #note({ hook, point, decision, fields }: HookDecision, moment: Moment): void {
    this.#step("hook", moment, { ...fields, hook, point, decision, loop_num: this.iteration });
  }

  /** What the model got of a call that ran. */
  #toldAfter(run: TraceRun): string | null {
    const from = this.#children.indexOf(run);
    const next = this.#children.find((child, at) => at > from && isModelCall(child));
    const before = this.#children.findLast((child, at) => at < from && isModelCall(child));
    if (!next || !before) return null;
    const calls = this.#children.filter((child) => !isModelCall(child));
    const index = calls.filter((call) => this.#children.indexOf(call) > this.#children.indexOf(before)).indexOf(run);
    return toldAt(next, index) ?? null;
  }

  #step(step: string, moment: Moment, content: unknown): void {
    this.#writer.step(this.#voice, step, moment, content);
  }
}

/** Whether a call may run after this decision. */
function letsRun({ decision, outcome }: HookDecision): boolean {
  return decision === "modify" || decision === "error" || (decision === "ask" && outcome === "approved");
}

/** The output of a call that a hook blocked, as the SDK's stream has it. */
function blockedBy({ hook }: HookDecision, output: object): object {
  return { ...output, blocked: true, blocked_by: hook };
}

/** What a model got of a call: the message with the call's id, else the last observation. */
function toldBy(model: TraceRun, id: string): string | undefined {
  const messages = messagesOf(model);
  const own = messages.findLast((each) => id !== "" && each["tool_call_id"] === id) ?? messages.at(-1);
  return contentOf(own);
}

/** What a model was told of a call, by the call's index among the calls of the turn. */
function toldAt(model: TraceRun, index: number): string | undefined {
  const messages = messagesOf(model);
  const asked = messages.findLastIndex(({ role }) => role === "assistant");
  return contentOf(messages[asked + 1 + Math.max(0, index)] ?? messages.at(-1));
}

function messagesOf(model: TraceRun): Readonly<Record<string, unknown>>[] {
  const messages = fieldsOf(nodeFields(model)["prompt"])["messages"];
  return Array.isArray(messages) ? messages.map(fieldsOf) : [];
}

function contentOf(message: Readonly<Record<string, unknown>> | undefined): string | undefined {
  return contentText(message?.["content"])?.replace(/^\s*Observation:\s*/, "");
}

/** The first of the calls that ran at the same time as each call, by the call's id. */
function overlapping(children: readonly TraceRun[]): Map<string, string> {
  const bundles = new Map<string, string>();
  let first: TraceRun | undefined;
  let until = -Infinity;
  for (const child of children) {
    const [from, to] = [startOf(child), endOf(child)];
    if (isModelCall(child)) first = undefined;
    if (isModelCall(child) || from === undefined) continue;
    if (first && from < until) {
      bundles.set(first.id, first.id);
      bundles.set(child.id, first.id);
      until = Math.max(until, to ?? Infinity);
    } else {
      first = child;
      until = to ?? Infinity;
    }
  }
  return bundles;
}
