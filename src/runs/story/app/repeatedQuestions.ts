import type { StepList } from "../stepList.ts";
import type { InputRequestStep, StoryStep } from "../storySteps.ts";

/** Who tells of a question: the Runs API by an event of its own, or the node that asks, in what it streams. */
type Teller = "api" | "node";
type Told = InputRequestStep | Extract<StoryStep, { kind: "notice" }>;

export interface ToldQuestion {
  readonly request: InputRequestStep["request"] | "notice";
  readonly prompt: string;
}

/** The second teller comes soon after the first: no more are remembered. */
const mostOpen = 50;
const other: Record<Teller, Teller> = { api: "node", node: "api" };

/** Questions and notices that both tell of, in whatever order: each is one item of the story. */
export class RepeatedQuestions {
  readonly #items: StepList;
  /** What one has told and the other one has not yet, by the item's id, the first told first. */
  readonly #open: Record<Teller, Map<string, string>> = { api: new Map(), node: new Map() };

  constructor(items: StepList) {
    this.#items = items;
  }

  /** What the other one has told already and still waits; it is told by both from then on. */
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

  /** An item that the other one may tell of as well. */
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
