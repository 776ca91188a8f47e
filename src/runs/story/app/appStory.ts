import type { RunEvent } from "#api/schemas.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import type { Block } from "#model/block.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { sumOfUsage, type Usage } from "#model/usage.ts";
import { reasonOfHook } from "#runs/story/namedCalls.ts";
import type { StepList } from "#runs/story/stepList.ts";
import type { NodeSpan, StepPosition } from "#runs/story/storySteps.ts";
import {
  type AppMessage,
  type AppPart,
  type ModelCallWords,
  type SpeakerWords,
  type MessageTime,
  stepPosition,
} from "./appParts.ts";
import { ModelCalls, readAttempts } from "./modelCalls.ts";
import { NodeQuestions, type RepeatedQuestions } from "./nodeQuestions.ts";
import { settleByOutput, settleNodes, WorkflowEnds } from "./outcome.ts";
import type { CallPosition } from "./speakerCalls.ts";
import { speakerOf, type SpeakerState, Speakers, subAgentTool, NodeNames } from "./speakers.ts";
import type { TextKind } from "./speakerTexts.ts";

type Part<K extends AppPart["kind"]> = Extract<AppPart, { kind: K }>;

/** Where a hook blocks a call, and where it blocks what no call shows. Elsewhere it may be about a call that is open. */
const callPoints: ReadonlySet<string | undefined> = new Set(["before_tool", "after_tool"]);
const separatePoints: ReadonlySet<string | undefined> = new Set(["on_input", "before_model", "on_output"]);

/**
 * The story of the messages of an app's nodes: texts joined, calls paired with their results, questions with the calls
 * that ask them. A message takes the same time however long the run is.
 */
export class AppStory {
  readonly #steps: StepList;
  readonly #speakers: Speakers;
  readonly #questions: NodeQuestions;
  readonly #models: ModelCalls;
  readonly #names = new NodeNames();
  readonly #ends: WorkflowEnds;
  /** The steps of calls that the end of the run cut off, with the calls' own ids. */
  readonly cutOff = new Map<string, string>();
  /** The steps where a hook made the run fail. */
  readonly #failedAt: string[] = [];
  /** The tokens of the model nodes that streamed theirs. Agents stream none. */
  usage: Usage | undefined;
  #spans: readonly NodeSpan[] | undefined;

  /** @param repeated the questions that the run's own events report as well */
  constructor(steps: StepList, keep: (value: unknown) => unknown, repeated: RepeatedQuestions) {
    this.#steps = steps;
    this.#questions = new NodeQuestions(steps, repeated);
    this.#speakers = new Speakers(steps, this.#names, keep);
    this.#models = new ModelCalls(steps, keep);
    this.#ends = new WorkflowEnds(steps, this.#speakers);
  }

  /** The nodes that say when they began or ended. The same list until one changes. */
  get spans(): readonly NodeSpan[] {
    return (this.#spans ??= this.#speakers.all.flatMap(({ speaker: { key }, span }) =>
      span ? [{ key, ...span }] : [],
    ));
  }

  take({ speaker, part }: AppMessage, moment: MessageTime): void {
    if (this.#names.learn(speaker?.node, speaker?.name)) this.#ends.rename();
    if (part.kind === "end") {
      this.#takeEnd(part, moment);
      return;
    }
    if (part.kind === "request") {
      this.#takeRequest(part, speaker, moment);
      return;
    }
    const by = this.#speakers.of(speaker, part, moment.at);
    this.#takePart(by, part, moment);
  }

  nodeName(node: string): string | undefined {
    const name = this.#names.of(node);
    return name === node ? undefined : name;
  }

  /** Reads the names of nodes from an event that is not a message of the app. */
  add({ source, data }: Pick<RunEvent, "source" | "data">): void {
    if (this.#names.learnFrom(source, data)) this.#ends.rename();
  }

  /** The run has ended, so nothing grows, runs or waits any more. `output` is the run's own, if it is known. */
  end(at: number | undefined, output?: unknown): void {
    this.#models.end(at);
    for (const by of this.#speakers.all) {
      this.#closeSpeaker(by, at);
      for (const { step, id } of by.calls.unfinished) this.cutOff.set(step, id);
    }
    settleByOutput(this.#speakers.all, output);
    for (const by of this.#speakers.all) this.#giveAnswerAsReason(by);
    this.#questions.settle(at);
  }

  #takePart(by: SpeakerState, part: Exclude<AppPart, Part<"end"> | Part<"request">>, moment: MessageTime): void {
    switch (part.kind) {
      case "nothing":
        return;
      case "thought":
        this.#takeThought(by, part.text, moment);
        return;
      case "answer":
        this.#takeAnswer(by, part, moment);
        return;
      case "text":
        this.#push(by, "text", part.text, moment);
        return;
      case "manager":
        this.#takeManager(by, part, moment);
        return;
      case "chunk":
        this.#takeChunk(by, part, moment);
        return;
      case "usage":
        this.#takeUsage(by, part.id, part.usage);
        return;
      case "callStarted":
        this.#moveTo(by, part.call.iteration, moment);
        by.texts.claimThoughts();
        // A bundle has no row, but its calls have.
        if (!part.call.bundles) by.calls.start(part.call, this.#callPosition(by, moment));
        return;
      case "callInput":
        if (by.calls.has(part.call.id)) by.calls.push(part.call, part.piece, this.#callPosition(by, moment));
        return;
      case "callVoid":
        this.#takeVoid(by, part, moment);
        return;
      case "call":
        this.#takeCall(by, part, moment);
        return;
      case "result":
        this.#takeResult(by, part, moment);
        return;
      case "block":
        this.#takeBlock(by, part.block, moment);
        return;
      case "hook":
        this.#moveTo(by, part.iteration, moment);
        this.#steps.add({ ...this.#position(by, moment), kind: "hook", decision: part.decision });
        return;
      case "node":
        by.span = part.isOver ? { ...by.span, until: moment.at } : { from: moment.at };
        this.#spans = undefined;
        return;
      case "model":
        this.#takeModel(by, part.call, moment);
        return;
    }
  }

  /** A call of the model begins a turn, so the thoughts and calls after it belong to its iteration. */
  #takeModel(by: SpeakerState, call: ModelCallWords, moment: MessageTime): void {
    if (call.status === undefined) {
      by.over = false;
      by.texts.end();
      by.texts.closeThoughts();
    }
    this.#moveTo(by, call.iteration, moment);
    this.#models.take(call, this.#position(by, moment), moment);
  }

  #takeThought(by: SpeakerState, text: string, moment: MessageTime): void {
    by.iteration ??= 1;
    if (by.over) this.#nextIteration(by, moment);
    this.#push(by, "reasoning", text, moment);
  }

  #takeAnswer(by: SpeakerState, { content, source }: Part<"answer">, moment: MessageTime): void {
    const text = typeof content === "string" ? content : (stringifyJson(content, 2) ?? "");
    const from = source === undefined || source === by.speaker.name ? undefined : this.#sayer(by, text);
    if (from) {
      from.texts.settleAnswer(text);
      // Without a call, nothing else would show that this agent answered.
      const said = `Answered with the text that ${from.speaker.name} wrote.`;
      if (by.iteration === undefined) this.#steps.add({ ...this.#position(by, moment), kind: "notice", text: said });
      return;
    }
    if (by.texts.openKind !== "answer") {
      if (by.over) this.#nextIteration(by, moment);
      else if (by.calls.close(moment.at) && by.iteration !== undefined) this.#moveTo(by, by.iteration + 1, moment);
    }
    this.#push(by, "answer", text, moment);
    this.#giveAnswerAsReason(by);
  }

  /** An agent may return the answer of the agent that it called. The story has that answer already. */
  #sayer(by: SpeakerState, text: string): SpeakerState | undefined {
    return this.#speakers.all.find(({ texts }) => texts !== by.texts && texts.isAnswer(text));
  }

  #takeManager(by: SpeakerState, { text }: Part<"manager">, moment: MessageTime): void {
    by.texts.end();
    this.#push(by, "text", text, moment);
    by.texts.end();
  }

  #takeChunk(by: SpeakerState, { id, text, calls, ended, usage }: Part<"chunk">, moment: MessageTime): void {
    if (by.chunk !== undefined && id !== by.chunk) {
      by.texts.restart();
      by.calls.discard("the model was called again", moment.at);
    }
    by.chunk = id;
    if (text !== "") this.#push(by, "text", text, moment);
    for (const { index, name, input } of calls) {
      const call = { id: `${id}:${index}`, name: name ?? "tool", bundles: false };
      by.texts.end();
      by.calls.start(call, this.#callPosition(by, moment, `:${index}`));
      by.calls.push(call, input, this.#callPosition(by, moment, `:${index}`));
    }
    if (ended) by.texts.end();
    if (usage) this.#takeUsage(by, id, usage);
  }

  /** The tokens of a model's call. A node may call its model again, and a later count of one call replaces the first. */
  #takeUsage(by: SpeakerState, id: string, usage: Usage): void {
    const earlierUsage = by.usage;
    const before = earlierUsage && (earlierUsage.id === id ? earlierUsage.before : earlierUsage.sum);
    by.usage = { id, before, sum: sumOfUsage(before, usage) };
    this.usage = sumOfUsage(this.usage, by.usage.sum, earlierUsage?.sum);
    by.texts.noteUsage(by.usage.sum);
  }

  #takeVoid(by: SpeakerState, { reason: said, iteration }: Part<"callVoid">, moment: MessageTime): void {
    const reason = shortPlaceholders(said);
    this.#moveTo(by, iteration, moment);
    by.texts.end();
    by.texts.closeThoughts();
    if (!by.calls.discard(reason, moment.at)) {
      this.#steps.add({ ...this.#position(by, moment), kind: "notice", text: `Discarded: ${reason}` });
    }
    by.over = true;
  }

  #takeCall(by: SpeakerState, { call, thought, input, bundle }: Part<"call">, moment: MessageTime): void {
    if (this.#goesOn(by, call, input)) return;
    this.#moveTo(by, call.iteration, moment);
    by.over = false;
    by.texts.refuseAnswer(call.iteration);
    if (!call.bundles) {
      if (!by.thought.delete(call.id)) by.texts.settleThought(thought, this.#position(by, moment, ":thought"));
      by.calls.call(call, input, this.#callPosition(by, moment), call.bundle);
      return;
    }
    const thoughts = bundle.map((each) => each.thought);
    by.texts.settleBundle(thought, thoughts, this.#position(by, moment, ":thought"));
    const ids = new Set(bundle.map(({ id }) => id));
    bundle.forEach((each, i) => {
      by.thought.add(each.id);
      by.calls.call(each, each.input, this.#callPosition(by, moment, `:${i}`), call.id, ids);
    });
  }

  /** A resumed run repeats the call that waited, with another run and id and without its pieces. */
  #goesOn(by: SpeakerState, call: Part<"call">["call"], input: unknown): boolean {
    if (by.iteration !== undefined || by.words.node === undefined) return false;
    const before = this.#speakers.all.filter((other) => other !== by && other.words.node === by.words.node);
    if (!before.some((other) => by.calls.takeOver(call, input, other.calls))) return false;
    by.iteration = call.iteration;
    return true;
  }

  #takeResult(by: SpeakerState, part: Part<"result">, moment: MessageTime): void {
    const { call, status, input, result, output, files, bundle, more } = part;
    this.#moveTo(by, call.iteration, moment);
    by.over = true;
    by.texts.end();
    by.texts.closeThoughts();
    if (call.bundles) {
      const ended = by.calls.finishBundle(bundle, moment, (i) => this.#position(by, moment, `:${i}`));
      for (const each of ended) this.#questions.settle(moment.at, { call: each });
      return;
    }
    const attempts = readAttempts(more.attempts, moment);
    const ending = {
      status,
      input,
      result,
      output,
      files,
      at: moment.at,
      sequence: moment.sequence,
      ...more,
      attempts,
    };
    const step = by.calls.finish(call, ending, this.#callPosition(by, moment));
    this.#questions.settle(moment.at, { call: step, id: call.id });
    // What a sub-agent answered is in the output of no node.
    if (call.toolType?.endsWith(subAgentTool)) settleByOutput(this.#speakers.calledBy(step), result);
  }

  /** A hook blocks a call, or what no call shows. The agent ends there if the reason is its answer or its error. */
  #takeBlock(by: SpeakerState, block: Block, moment: MessageTime): void {
    by.texts.end();
    const isOfCall = callPoints.has(block.point) || (!separatePoints.has(block.point) && by.calls.areOpen);
    if (isOfCall && block.outcome !== "answer" && block.outcome !== "fail") {
      by.calls.noteBlock(block, this.#position(by, moment));
      return;
    }
    by.texts.closeThoughts();
    by.over = false;
    const call = isOfCall ? by.calls.block(block, stepPosition(moment)) : undefined;
    const step = call ?? stepPosition(moment).id;
    if (call === undefined) this.#steps.add({ ...this.#position(by, moment), kind: "blocked", blocked: block });
    else this.#questions.settle(moment.at, { call });
    if (block.outcome === "answer") by.stoppedBy = step;
    if (block.outcome === "fail") this.#failedAt.push(step);
  }

  /** The error of the run has the names of failed nodes, and the reason of a hook that made it fail. */
  takeError(error: unknown): void {
    this.add({ data: { error } });
    for (const id of this.#failedAt) {
      const step = this.#steps.find(id);
      const by = step && "blocked" in step ? step.blocked?.by : undefined;
      const reason = by === undefined ? undefined : reasonOfHook(error, by);
      if (reason !== undefined) this.#giveReason(id, reason);
    }
  }

  /** What an agent answers after a hook stopped it is the hook's reason. */
  #giveAnswerAsReason({ stoppedBy, texts }: SpeakerState): void {
    if (stoppedBy !== undefined && texts.answerText !== undefined) this.#giveReason(stoppedBy, texts.answerText);
  }

  #giveReason(id: string, reason: string): void {
    const step = this.#steps.find(id);
    if (step?.kind !== "tool" && step?.kind !== "blocked") return;
    this.#steps.replace({ ...step, reason: shortPlaceholders(reason) });
  }

  #takeRequest(part: Part<"request">, words: SpeakerWords | undefined, moment: MessageTime): void {
    const asking = this.#steps.find(this.#askingCall(part.data["request_id"], words?.name));
    const position = {
      ...stepPosition(moment),
      iteration: asking?.iteration,
      speaker: asking?.speaker ?? speakerOf(words),
    };
    this.#questions.ask(part, position, asking?.id);
  }

  /** A hook asks with the id of the call, in the name of any agent. Other questions come from the tool that asks. */
  #askingCall(requestId: unknown, tool: string | undefined): string | undefined {
    if (typeof requestId === "string") {
      const calls = this.#speakers.all.map(({ calls: open }) => open.stepOf(requestId));
      const call = calls.find((each) => each !== undefined);
      if (call !== undefined) return call;
    }
    const newest = this.#speakers.all.map(({ calls: open }) => this.#steps.find(open.newest(tool)));
    return newest.filter((step) => step !== undefined).sort((x, y) => y.sequence - x.sequence)[0]?.id;
  }

  #takeEnd(part: Part<"end">, moment: MessageTime): void {
    settleNodes(this.#speakers, part.nodes);
    this.end(
      moment.at,
      part.nodes.map(({ output }) => output),
    );
    this.#ends.add(part, moment);
  }

  #push(by: SpeakerState, kind: TextKind, text: string, moment: MessageTime): void {
    if (text === "") return;
    if (by.texts.openKind !== kind) by.texts.begin(kind, this.#position(by, moment));
    by.texts.push(text, moment.at);
  }

  #nextIteration(by: SpeakerState, moment: MessageTime): void {
    by.over = false;
    by.texts.end();
    by.texts.closeThoughts();
    by.calls.close(moment.at);
    if (by.iteration !== undefined) by.iteration += 1;
  }

  /** What follows belongs to this iteration, and so do the earlier thoughts that no call has claimed. */
  #moveTo(by: SpeakerState, iteration: number | undefined, moment: MessageTime): void {
    if (iteration === undefined || iteration === by.iteration) return;
    by.calls.close(moment.at, iteration);
    by.texts.moveToIteration(iteration);
    by.iteration = iteration;
  }

  #closeSpeaker({ texts, calls, words }: SpeakerState, at: number | undefined): void {
    texts.end();
    texts.closeThoughts();
    if (words.group === "llms") calls.settleWritten(at);
    else calls.close(at);
  }

  #position(by: SpeakerState, moment: MessageTime, part = ""): StepPosition {
    return { ...stepPosition(moment, part), iteration: by.iteration, speaker: by.speaker };
  }

  #callPosition(by: SpeakerState, moment: MessageTime, part = ":call"): CallPosition {
    return { ...this.#position(by, moment, part), startedAt: moment.time };
  }
}
