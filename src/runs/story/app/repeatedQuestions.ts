import type { StepList } from "../stepList.ts";
import type { InputRequestStep, StoryStep } from "../storySteps.ts";

/** The source of a question: an event of the Runs API, or the stream of the node that asks. */
type Teller = "api" | "node";
type Told = InputRequestStep | Extract<StoryStep, { kind: "notice" }>;

export interface ToldQuestion {
  readonly request: InputRequestStep["request"] | "notice";
  readonly prompt: string;
}

/** The second report follows soon after the first, so no more are remembered. */
const mostOpen = 50;
const other: Record<Teller, Teller> = { api: "node", node: "api" };

/** Questions and notices that both sources report, in any order. Each is one step of the story. */
export class RepeatedQuestions {
  readonly #items: StepList;
  /** Questions that only one source has reported, by the step's id, in order. */
  readonly #open: Record<Teller, Map<string, string>> = { api: new Map(), node: new Map() };

  constructor(items: StepList) {
    this.#items = items;
  }

  /** Finds a question that the other source has reported and that still waits. From then on both have reported it. */
  take(teller: Teller, question: ToldQuestion): Told | undefined {
    const open = this.#open[other[teller]];
    const key = keyOf(question);
    for (const [id, told] of open) {
      if (told !== key) continue;
      open.delete(id);
      const item = this.#items.find(id);
      if (item?.kind === "notice" || (item?.kind === "request" && item.pending)) return item;
    }
    return undefined;
  }

  /** Adds a step that the other source may report as well. */
  add(teller: Teller, question: ToldQuestion, id: string): void {
    const open = this.#open[teller];
    open.set(id, keyOf(question));
    const [first] = open.size > mostOpen ? open.keys() : [];
    if (first !== undefined) open.delete(first);
  }
}

function keyOf({ request, prompt }: ToldQuestion): string {
  return `${request} ${prompt.trim()}`;
}
