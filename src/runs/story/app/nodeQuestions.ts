import type { StepList } from "#runs/story/stepList.ts";
import type { StepPosition, InputRequestStep, StoryStep } from "#runs/story/storySteps.ts";
import type { AppPart } from "./appParts.ts";

interface AskingCall {
  call: string | undefined;
  /** The id that a hook gives: the tool's own id of the call. The stream may have begun after the call. */
  id: string | undefined;
}

/** The questions of an app's nodes. Their stream never reports an answer, only the end of the call that asked. */
export class NodeQuestions {
  readonly #steps: StepList;
  /** The call that asks, for each question's step, as far as it's known. A node can ask directly. */
  readonly #asked = new Map<string, AskingCall>();

  readonly #repeated: RepeatedQuestions;

  constructor(steps: StepList, repeated: RepeatedQuestions) {
    this.#steps = steps;
    this.#repeated = repeated;
  }

  /** @param asking the step of the call that asks */
  ask(
    { request, prompt, info, data }: Extract<AppPart, { kind: "request" }>,
    position: StepPosition,
    asking: string | undefined,
  ): void {
    const requestId = data["request_id"];
    const id = typeof requestId === "string" ? requestId : undefined;
    const question = { request: info ? ("notice" as const) : request, prompt, id };
    const known = this.#repeated.take("node", question);
    if (info) {
      if (known) return;
      this.#steps.add({ ...position, kind: "notice", text: prompt });
      this.#repeated.add("node", question, position.id);
      return;
    }
    if (known?.kind === "request") {
      this.#goOnAs(known, position, { call: asking, id }, data);
      return;
    }
    const again = this.#same(prompt, asking);
    const step: InputRequestStep = {
      ...(again ?? position),
      kind: "request",
      request,
      prompt,
      data,
      pending: true,
      until: undefined,
    };
    this.#asked.set(step.id, { call: asking, id });
    if (again) this.#steps.replace(step);
    else this.#steps.add(step);
    this.#repeated.add("node", question, step.id);
  }

  /** The questions of a call, or all, don't wait any more. @param ended the call's step, and the tool's own id of it */
  settle(at: number | undefined, ended?: { call: string; id?: string }): void {
    for (const [id, asking] of this.#asked) {
      const isAsked = asking.call === ended?.call || (asking.id !== undefined && asking.id === ended?.id);
      if (ended && !isAsked) continue;
      const step = this.#steps.find(id);
      if (step?.kind === "request" && step.pending) this.#steps.replace({ ...step, pending: false, until: at });
    }
  }

  /** An event of the run has reported the question already. Now its speaker and its call are known. */
  #goOnAs(known: InputRequestStep, position: StepPosition, asking: AskingCall, data: Record<string, unknown>): void {
    const before = this.#same(known.prompt, asking.call);
    if (before?.pending) this.#steps.replace({ ...before, pending: false, until: position.at });
    this.#asked.set(known.id, asking);
    const { iteration = position.iteration, speaker = position.speaker } = known;
    this.#steps.replace({
      ...known,
      iteration,
      speaker,
      data: { ...data, ...(known.data as Record<string, unknown>) },
    });
  }

  /** The question that the same call asked before, as after a pause. */
  #same(prompt: string, asking: string | undefined): InputRequestStep | undefined {
    if (asking === undefined) return undefined;
    const steps = [...this.#asked].filter(([, { call }]) => call === asking).map(([id]) => this.#steps.find(id));
    return steps.filter((step) => step?.kind === "request").find((step) => step.prompt === prompt);
  }
}

/** The source of a question: an event of the Runs API, or the stream of the node that asks. */
type QuestionSource = "api" | "node";
type ReportedStep = InputRequestStep | Extract<StoryStep, { kind: "notice" }>;

interface ReportedQuestion {
  readonly request: InputRequestStep["request"] | "notice";
  readonly prompt: string;
  /** The id that both sources may report: that of the call for which a hook asks. */
  readonly id?: string;
}

/** The second report follows soon after the first, so no more are remembered. */
const maxOpen = 50;
const otherSource: Record<QuestionSource, QuestionSource> = { api: "node", node: "api" };

/** Questions and notices that both sources report, in any order. Each is one step of the story. */
export class RepeatedQuestions {
  readonly #steps: StepList;
  /** Questions that only one source has reported, by the step's id, in order. */
  readonly #open: Record<QuestionSource, Map<string, ReportedQuestion>> = { api: new Map(), node: new Map() };

  constructor(steps: StepList) {
    this.#steps = steps;
  }

  /** Finds a question that the other source has reported and that still waits. From then on both have reported it. */
  take(source: QuestionSource, question: ReportedQuestion): ReportedStep | undefined {
    const open = this.#open[otherSource[source]];
    const alike = [...open].filter(([, each]) => questionKey(each) === questionKey(question));
    // Two may have the same words.
    const named = alike.filter(([, each]) => each.id !== undefined && each.id === question.id);
    for (const [id] of [...named, ...alike]) {
      open.delete(id);
      const step = this.#steps.find(id);
      if (step?.kind === "notice" || (step?.kind === "request" && step.pending)) return step;
    }
    return undefined;
  }

  /** Adds a step that the other source may report as well. */
  add(source: QuestionSource, question: ReportedQuestion, id: string): void {
    const open = this.#open[source];
    open.set(id, question);
    const [first] = open.size > maxOpen ? open.keys() : [];
    if (first !== undefined) open.delete(first);
  }
}

function questionKey({ request, prompt }: ReportedQuestion): string {
  return `${request} ${prompt.trim()}`;
}
