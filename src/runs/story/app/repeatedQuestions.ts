import type { StepList } from "../stepList.ts";
import type { InputRequestStep, StoryStep } from "../storySteps.ts";

/** The source of a question: an event of the Runs API, or the stream of the node that asks. */
type QuestionSource = "api" | "node";
type ReportedStep = InputRequestStep | Extract<StoryStep, { kind: "notice" }>;

export interface ReportedQuestion {
  readonly request: InputRequestStep["request"] | "notice";
  readonly prompt: string;
  /** The id that both sources may report: that of the call for which a hook asks. */
  readonly id?: string;
}

/** The second report follows soon after the first, so no more are remembered. */
const mostOpen = 50;
const other: Record<QuestionSource, QuestionSource> = { api: "node", node: "api" };

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
    const open = this.#open[other[source]];
    const alike = [...open].filter(([, each]) => keyOf(each) === keyOf(question));
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
    const [first] = open.size > mostOpen ? open.keys() : [];
    if (first !== undefined) open.delete(first);
  }
}

function keyOf({ request, prompt }: ReportedQuestion): string {
  return `${request} ${prompt.trim()}`;
}
