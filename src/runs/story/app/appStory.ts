import type { RunEvent } from "../../../api/schemas.ts";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import type { StepList } from "../stepList.ts";
import type { StepPosition } from "../storySteps.ts";
import type { AppMessage, AppPart, SpeakerWords } from "./appParts.ts";
import { type Moment, placeOf } from "./moment.ts";
import { NodeNames } from "./nodeNames.ts";
import { settleByOutput, settleNode, WorkflowEnds } from "./outcome.ts";
import { Questions } from "./questions.ts";
import type { RepeatedQuestions } from "./repeatedQuestions.ts";
import type { CallPlace } from "./speakerCalls.ts";
import type { TextKind } from "./speakerTexts.ts";
import { speakerOf, type Voice, Voices } from "./voices.ts";

type Part<K extends AppPart["kind"]> = Extract<AppPart, { kind: K }>;

/**
 * The story of the messages of an app's nodes: texts joined by speaker and iteration, calls paired with their results,
 * questions with the calls that ask them. It only adds steps and replaces them. A message takes the same time however
 * long the run is; a new speaker checks all others.
 */
export class AppStory {
  readonly #steps: StepList;
  readonly #voices: Voices;
  readonly #questions: Questions;
  readonly #names = new NodeNames();
  readonly #ends: WorkflowEnds;

  /** @param repeated the questions that the run's own events report as well */
  constructor(steps: StepList, keep: (value: unknown) => unknown, repeated: RepeatedQuestions) {
    this.#steps = steps;
    this.#questions = new Questions(steps, repeated);
    this.#voices = new Voices(steps, this.#names, keep);
    this.#ends = new WorkflowEnds(steps, this.#voices);
  }

  take({ speaker, part }: AppMessage, moment: Moment): void {
    if (this.#names.learn(speaker?.node, speaker?.name)) this.#ends.rename();
    if (part.kind === "end") {
      this.#takeEnd(part, moment);
      return;
    }
    if (part.kind === "request") {
      this.#takeRequest(part, speaker, moment);
      return;
    }
    const voice = this.#voices.of(speaker, part, moment.at);
    this.#takePart(voice, part, moment);
  }

  /** Reads the names of nodes from an event that is not a message of the app. */
  add({ source, data }: Pick<RunEvent, "source" | "data">): void {
    if (this.#names.learnFrom(source, data)) this.#ends.rename();
  }

  /** The run has ended, so nothing grows, runs or waits any more. `output` is the run's own, if it is known. */
  end(at: number | undefined, output?: unknown): void {
    for (const voice of this.#voices.all) this.#closeVoice(voice, at);
    settleByOutput(this.#voices, output);
    this.#questions.settle(at);
  }

  #takePart(voice: Voice, part: Exclude<AppPart, Part<"end"> | Part<"request">>, moment: Moment): void {
    switch (part.kind) {
      case "nothing":
        return;
      case "thought":
        this.#takeThought(voice, part.text, moment);
        return;
      case "answer":
        this.#takeAnswer(voice, part, moment);
        return;
      case "text":
        this.#push(voice, "text", part.text, moment);
        return;
      case "manager":
        this.#takeManager(voice, part, moment);
        return;
      case "chunk":
        this.#takeChunk(voice, part, moment);
        return;
      case "callStarted":
        this.#moveTo(voice, part.call.iteration, moment);
        voice.texts.claimThoughts();
        // A bundle has no row, but its calls have.
        if (!part.call.bundles) voice.calls.start(part.call, this.#callPlace(voice, moment));
        return;
      case "callInput":
        if (voice.calls.has(part.call.id)) voice.calls.push(part.call, part.piece, this.#callPlace(voice, moment));
        return;
      case "callVoid":
        this.#takeVoid(voice, part, moment);
        return;
      case "call":
        this.#takeCall(voice, part, moment);
        return;
      case "result":
        this.#takeResult(voice, part, moment);
        return;
    }
  }

  #takeThought(voice: Voice, text: string, moment: Moment): void {
    voice.iteration ??= 1;
    if (voice.over) this.#nextIteration(voice, moment);
    this.#push(voice, "reasoning", text, moment);
  }

  #takeAnswer(voice: Voice, { content, source }: Part<"answer">, moment: Moment): void {
    const text = typeof content === "string" ? content : (stringifyJson(content, 2) ?? "");
    if (source !== undefined && source !== voice.speaker.name && this.#isTakenOver(voice, text)) return;
    if (voice.texts.openKind !== "answer") {
      if (voice.over) this.#nextIteration(voice, moment);
      else if (voice.calls.close(moment.at) && voice.iteration !== undefined)
        this.#moveTo(voice, voice.iteration + 1, moment);
    }
    this.#push(voice, "answer", text, moment);
  }

  /** An agent may return the answer of the agent that it called. The story has that answer already. */
  #isTakenOver(voice: Voice, text: string): boolean {
    return this.#voices.all.some(({ texts }) => texts !== voice.texts && texts.answerText === text);
  }

  #takeManager(voice: Voice, { text }: Part<"manager">, moment: Moment): void {
    voice.texts.end();
    this.#push(voice, "text", text, moment);
    voice.texts.end();
  }

  #takeChunk(voice: Voice, { id, text, calls, ended }: Part<"chunk">, moment: Moment): void {
    if (voice.chunk !== undefined && id !== voice.chunk) {
      voice.texts.restart();
      voice.calls.discard("the model was called again", moment.at);
    }
    voice.chunk = id;
    if (text !== "") this.#push(voice, "text", text, moment);
    for (const { index, name, input } of calls) {
      const call = { id: `${id}:${index}`, name: name ?? "tool", bundles: false };
      voice.texts.end();
      voice.calls.start(call, this.#callPlace(voice, moment, `:${index}`));
      voice.calls.push(call, input, this.#callPlace(voice, moment, `:${index}`));
    }
    if (ended) voice.texts.end();
  }

  #takeVoid(voice: Voice, { reason, iteration }: Part<"callVoid">, moment: Moment): void {
    this.#moveTo(voice, iteration, moment);
    voice.texts.end();
    voice.texts.closeThoughts();
    if (!voice.calls.discard(reason, moment.at)) {
      this.#steps.add({ ...this.#place(voice, moment), kind: "notice", text: `Discarded: ${reason}` });
    }
    voice.over = true;
  }

  #takeCall(voice: Voice, { call, thought, input, bundle }: Part<"call">, moment: Moment): void {
    if (this.#goesOn(voice, call, input)) return;
    this.#moveTo(voice, call.iteration, moment);
    voice.over = false;
    if (!call.bundles) {
      if (!voice.thought.delete(call.id)) voice.texts.settleThought(thought, this.#place(voice, moment, ":thought"));
      voice.calls.call(call, input, this.#callPlace(voice, moment));
      return;
    }
    const thoughts = bundle.map((each) => each.thought);
    voice.texts.settleBundle(thought, thoughts, this.#place(voice, moment, ":thought"));
    const ids = new Set(bundle.map(({ id }) => id));
    bundle.forEach((each, i) => {
      voice.thought.add(each.id);
      voice.calls.call(each, each.input, this.#callPlace(voice, moment, `:${i}`), call.id, ids);
    });
  }

  /** A resumed run repeats the call that waited, with another run and id and without its pieces. */
  #goesOn(voice: Voice, call: Part<"call">["call"], input: unknown): boolean {
    if (voice.iteration !== undefined || voice.words.node === undefined) return false;
    const before = this.#voices.all.filter((other) => other !== voice && other.words.node === voice.words.node);
    if (!before.some((other) => voice.calls.takeOver(call, input, other.calls))) return false;
    voice.iteration = call.iteration;
    return true;
  }

  #takeResult(voice: Voice, part: Part<"result">, moment: Moment): void {
    const { call, status, input, result, output, files, bundle } = part;
    this.#moveTo(voice, call.iteration, moment);
    voice.over = true;
    voice.texts.end();
    voice.texts.closeThoughts();
    if (call.bundles) {
      voice.calls.finishBundle(bundle, moment, (i) => this.#place(voice, moment, `:${i}`));
      return;
    }
    const state = status === "failure" ? "failed" : status === "skip" ? "skipped" : "finished";
    const ending = { state, input, result, output, files, at: moment.at, sequence: moment.sequence } as const;
    const step = voice.calls.finish(call, ending, this.#callPlace(voice, moment));
    this.#questions.settle(moment.at, step);
  }

  #takeRequest(part: Part<"request">, words: SpeakerWords | undefined, moment: Moment): void {
    const calls = this.#voices.all.map(({ calls: open }) => this.#steps.find(open.newest(words?.name)));
    const asking = calls.filter((step) => step !== undefined).sort((x, y) => y.sequence - x.sequence)[0];
    const place = { ...placeOf(moment), iteration: asking?.iteration, speaker: asking?.speaker ?? speakerOf(words) };
    this.#questions.ask(part, place, asking?.id);
  }

  #takeEnd(part: Part<"end">, moment: Moment): void {
    for (const end of part.nodes) settleNode(this.#voices, end);
    this.end(moment.at);
    this.#ends.add(part, moment);
  }

  #push(voice: Voice, kind: TextKind, text: string, moment: Moment): void {
    if (text === "") return;
    if (voice.texts.openKind !== kind) voice.texts.begin(kind, this.#place(voice, moment));
    voice.texts.push(text, moment.at);
  }

  #nextIteration(voice: Voice, moment: Moment): void {
    voice.over = false;
    voice.texts.end();
    voice.texts.closeThoughts();
    voice.calls.close(moment.at);
    if (voice.iteration !== undefined) voice.iteration += 1;
  }

  /** What follows belongs to this iteration, and so do the earlier thoughts that no call has claimed. */
  #moveTo(voice: Voice, iteration: number | undefined, moment: Moment): void {
    if (iteration === undefined || iteration === voice.iteration) return;
    voice.calls.close(moment.at, iteration);
    voice.texts.moveToIteration(iteration);
    voice.iteration = iteration;
  }

  #closeVoice({ texts, calls, words }: Voice, at: number | undefined): void {
    texts.end();
    texts.closeThoughts();
    if (words.group === "llms") calls.settleWritten(at);
    else calls.close(at);
  }

  #place(voice: Voice, moment: Moment, part = ""): StepPosition {
    return { ...placeOf(moment, part), iteration: voice.iteration, speaker: voice.speaker };
  }

  #callPlace(voice: Voice, moment: Moment, part = ":call"): CallPlace {
    return { ...this.#place(voice, moment, part), startedAt: moment.time };
  }
}
