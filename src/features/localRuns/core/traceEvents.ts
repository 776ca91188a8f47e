import type { RunEvent } from "#api/schemas.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import type { ExportFile } from "#runs/exports/exportFile.ts";
import { AgentTurns } from "./agentTurns.ts";
import { EventWriter, type Voice } from "./eventWriter.ts";
import { readReply } from "./modelReply.ts";
import { type TraceRun, TraceTree, endOf, isRunning, listOfRuns, readTraceRuns, rootsOf } from "./trace.ts";
import { isAgent, isFrame, isModelCall, nodeOf } from "./traceNode.ts";
import { callOutcome, endMoment, modelCallEnd, modelCallStart, startMoment } from "./traceParts.ts";
import { errorOf, outputOf, statusOf, toRun } from "./traceRun.ts";

/** What a node needs to know of those around it. */
interface Surroundings {
  /** Who speaks for the calls in it; `undefined` at the top, where each node speaks for itself. */
  readonly voice: Voice | undefined;
  readonly turns: AgentTurns | undefined;
  /** The call that contains it. */
  readonly call: string | undefined;
}

/**
 * The events of a run of a program, in the forms of the SDK's stream, so that the story, the search, the comparison and
 * the exports need to know nothing of traces. What only a trace knows is in steps of its own: `model_call`, the hooks
 * that blocked nothing, and `node_run`, the beginning and the end of a node that holds others.
 *
 * @param all may also hold nodes of other runs
 */
export function toEvents(root: TraceRun, all: readonly TraceRun[]): RunEvent[] {
  const tree = new TraceTree(root, all);
  const writer = new EventWriter(root.id);
  writer.event("run.started", startMoment(root), {});
  new TraceNarrator(tree, writer).tell();
  return writer.events();
}

/** Says what each node did. */
class TraceNarrator {
  readonly #tree: TraceTree;
  readonly #writer: EventWriter;
  readonly #turns = new Map<string, AgentTurns>();

  constructor(tree: TraceTree, writer: EventWriter) {
    this.#tree = tree;
    this.#writer = writer;
  }

  /** Tells of each node before and after those inside it, without recursion: a trace may nest deeper than the stack. */
  tell(): void {
    const seen = new Set<string>();
    const stack: { run: TraceRun; around: Surroundings; isOver: boolean }[] = [
      { run: this.#tree.root, around: { voice: undefined, turns: undefined, call: undefined }, isOver: false },
    ];
    for (let next = stack.pop(); next; next = stack.pop()) {
      const { run, around, isOver } = next;
      if (isOver) {
        this.#leave(run, around);
        continue;
      }
      if (seen.has(run.id)) continue;
      seen.add(run.id);
      stack.push({ run, around, isOver: true });
      const inside = this.#enter(run, around);
      for (const child of this.#tree.childrenOf(run).toReversed())
        stack.push({ run: child, around: inside, isOver: false });
    }
  }

  #enter(run: TraceRun, around: Surroundings): Surroundings {
    if (isFrame(run)) return around;
    if (isAgent(run)) return this.#enterAgent(run, around);
    if (isModelCall(run)) {
      this.#beginModel(run, around);
      return around;
    }
    return this.#enterCall(run, around);
  }

  #leave(run: TraceRun, around: Surroundings): void {
    if (isAgent(run)) this.#leaveAgent(run, around);
    else if (!isFrame(run) && isModelCall(run)) this.#endModel(run, around);
    else if (!isFrame(run)) this.#endCall(run, around);
    if (run === this.#tree.root) this.#end(run);
  }

  #enterAgent(run: TraceRun, around: Surroundings): Surroundings {
    // An agent that another one calls directly is a call of it, as in the SDK's stream.
    const call = around.turns ? run.id : around.call;
    if (around.turns) around.turns.beginCall(run, subAgent(run));
    const voice = this.#voiceOf(run, call);
    const turns = new AgentTurns(run, this.#tree.childrenOf(run), voice, this.#writer);
    this.#turns.set(run.id, turns);
    this.#beginNode(run, voice);
    turns.begin();
    return { voice, turns, call };
  }

  #leaveAgent(run: TraceRun, { turns: caller, call }: Surroundings): void {
    this.#turns.get(run.id)?.end();
    this.#endNode(run, this.#voiceOf(run, caller ? run.id : call));
    caller?.endCall(run, subAgent(run));
  }

  /** A node that holds others works before and after them, too. One that was skipped did nothing. */
  #beginNode(run: TraceRun, voice: Voice): void {
    if (run.status === "skipped") return;
    this.#writer.step(voice, "node_run", startMoment(run), { status: null });
  }

  #endNode(run: TraceRun, voice: Voice): void {
    if (run.status === "skipped" || isRunning(run)) return;
    this.#writer.step(voice, "node_run", endMoment(run), { status: run.status });
  }

  #beginModel(run: TraceRun, { voice, turns, call }: Surroundings): void {
    const iteration = turns?.nextIteration(run);
    const speaker = voice ?? this.#voiceOf(run, call);
    this.#writer.step(speaker, "model_call", startMoment(run), modelCallStart(run, iteration));
  }

  #endModel(run: TraceRun, { voice, turns, call }: Surroundings): void {
    const speaker = voice ?? this.#voiceOf(run, call);
    if (isRunning(run)) return;
    this.#writer.step(speaker, "model_call", endMoment(run), modelCallEnd(run, turns?.iteration));
    if (turns) {
      turns.takeReply(readReply(run.output), run);
      return;
    }
    const { content } = fieldsOf(run.output);
    if (typeof content === "string" && content !== "") this.#writer.message(speaker, endMoment(run), { content });
  }

  #enterCall(run: TraceRun, around: Surroundings): Surroundings {
    const holds = this.#tree.childrenOf(run).length > 0;
    if (holds && isOperator(run, around)) {
      // A Map or a sub-workflow: the nodes inside it are its calls, agents and models.
      const voice = this.#voiceOf(run, around.call);
      this.#beginNode(run, voice);
      return { voice, turns: undefined, call: around.call };
    }
    if (around.turns) around.turns.beginCall(run, nodeOf(run));
    else this.#beginOwnCall(run, around);
    // What runs inside of a call belongs to it.
    return { voice: holds ? this.#voiceOf(run, run.id) : undefined, turns: undefined, call: run.id };
  }

  #endCall(run: TraceRun, around: Surroundings): void {
    const holds = this.#tree.childrenOf(run).length > 0;
    if (holds && isOperator(run, around)) this.#endNode(run, this.#voiceOf(run, around.call));
    else if (around.turns) around.turns.endCall(run, nodeOf(run));
    else this.#endOwnCall(run, around);
  }

  /** A call that no agent made: a node of the workflow. */
  #beginOwnCall(run: TraceRun, { voice, call }: Surroundings): void {
    const speaker = voice ?? this.#voiceOf(run, call);
    const { name, type } = nodeOf(run);
    const tool = { name, type, action_type: null };
    const content = { tool_run_id: run.id, thought: "", action: name, tool, action_input: run.input };
    this.#writer.step(speaker, "reasoning", startMoment(run), content);
  }

  #endOwnCall(run: TraceRun, { voice, call }: Surroundings): void {
    const outcome = callOutcome(run);
    if (!outcome) return;
    const speaker = voice ?? this.#voiceOf(run, call);
    const { name, type } = nodeOf(run);
    const content = { tool_run_id: run.id, name, tool: { name, type, action_type: null }, ...outcome };
    this.#writer.step(speaker, "tool", endMoment(run), content);
  }

  #voiceOf(run: TraceRun, call: string | undefined): Voice {
    return { run: run.id, node: nodeOf(run), call };
  }

  /** The end of the run, after what its workflow says of its nodes. */
  #end(root: TraceRun): void {
    const status = statusOf(root);
    const moment = endMoment(root);
    if (root.type === "workflow" && status === "completed") this.#endWorkflow(root);
    if (status === "completed") this.#writer.event("run.completed", moment, { output: outputOf(root, this.#tree) });
    else if (status === "failed") this.#writer.event("run.failed", moment, { error: errorOf(this.#tree) });
    else if (status === "canceled") this.#writer.event("run.canceled", moment, {});
  }

  /** What the workflow says of its nodes. One that failed or was canceled has no output. */
  #endWorkflow(root: TraceRun): void {
    if (!isContainer(root.output) || Object.keys(root.output).length === 0) return;
    const workflow = fieldsOf(fieldsOf(root.metadata)["workflow"]);
    const id = typeof workflow["id"] === "string" ? workflow["id"] : root.id;
    const node = { id, name: "Workflow", group: "", type: "dynamiq.workflows.Workflow" };
    this.#writer.message({ run: root.id, node, call: undefined }, endMoment(root), root.output);
  }
}

/** Whether a node with others inside it is no call of its own. */
function isOperator(run: TraceRun, { turns }: Surroundings): boolean {
  return nodeOf(run).group !== "tools" && !turns;
}

/** The tool by which the SDK's stream says that an agent calls another one. */
function subAgent(run: TraceRun): { name: string; type: string } {
  return { name: `${nodeOf(run).name} tool`, type: "dynamiq.nodes.tools.SubAgentTool" };
}

const kinds: ReadonlySet<unknown> = new Set(["workflow", "flow", "node"]);

/** A trace that was saved as JSON, a body or a list of runs, as an export; `undefined` for any other value. */
export function traceFile(value: unknown): ExportFile | undefined {
  const list = listOfRuns(value);
  if (!list) return undefined;
  const { runs } = readTraceRuns(list);
  // Other lists have ids, too. An export has runs without a type.
  const roots = rootsOf(runs).filter(({ type }) => kinds.has(type));
  if (roots.length === 0) return undefined;
  const last = roots.reduce<TraceRun | undefined>(
    (a, b) => (a && (endOf(a) ?? 0) >= (endOf(b) ?? 0) ? a : b),
    undefined,
  );
  return {
    format: "dynamiq-runs-export",
    version: 1,
    app: { name: "Local Runs", host: "" },
    exportedAt: last?.end_time ?? last?.start_time ?? "",
    runs: roots.map((root) => ({ run: toRun(root, runs), events: toEvents(root, runs) })),
  };
}
