import { isContainer } from "../../../../base/json/exactNumber.ts";
import type { StoryStep } from "../../../../runs/story/storySteps.ts";
import type { ChangedPart, ComparedSteps } from "../comparison.ts";
import { partsOf, type ComparedParts } from "./comparedParts.ts";
import { valueKey } from "./valueKey.ts";

/** Number of steps that are read at once: a page of a story, which is unpacked as a whole. */
const page = 256;

/** What a step may be paired by. */
const traits = {
  args: 1,
  body: 2,
  marker: 4,
  text: 8,
  person: 16,
  tool: 32,
  spoken: 64,
  called: 128,
};

type Trait = keyof typeof traits;

/** Equal texts have one number: numbers are compared in half the time, and take a tenth of the memory. */
export class TextNumbers {
  readonly #numbers = new Map<string, number>();

  of(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}

/**
 * What is compared of each step of a story, as numbers in columns: some 100 bytes a step, however large the steps are.
 * The steps themselves are read once, page by page, and not kept.
 */
export class StoryKeys {
  /** Equal for steps that are equal in everything that counts. */
  readonly full: number[] = [];
  /** Equal for steps of the same form, speaker and arguments. */
  readonly strong: number[] = [];
  readonly form: number[] = [];
  /** Of form and speaker. */
  readonly name: number[] = [];
  readonly speaker: number[] = [];
  /** Of the run of a node or agent: clones of one agent have the same speaker, and instances of their own. */
  readonly instance: number[] = [];
  readonly args: number[] = [];
  readonly body: number[] = [];
  readonly status: number[] = [];
  /** Milliseconds after the start of the run; `NaN` where unknown. */
  readonly at: number[] = [];
  readonly until: number[] = [];
  /** Milliseconds that the step took; `NaN` where unknown. */
  readonly took: number[] = [];
  readonly #traits: number[] = [];
  /** The batch of a call, where the app says it. */
  readonly #bundle: (string | undefined)[] = [];

  /** @param numbers the same ones for stories that are compared */
  static of(steps: ComparedSteps, numbers = new TextNumbers()): StoryKeys {
    const keys = new StoryKeys();
    for (let from = 0; from < steps.length; from += page) {
      for (const step of steps.slice(from, from + page)) keys.#add(step, numbers);
    }
    return keys;
  }

  get length(): number {
    return this.full.length;
  }

  #add(step: StoryStep, numbers: TextNumbers): void {
    const parts = partsOf(step);
    const [form, speaker, status] = [parts.form, parts.speaker, parts.status].map((each) => numbers.of(each));
    const [args, body] = [parts.args, parts.body].map((each) => numbers.of(valueKey(each)));
    const name = numbers.of(`${form} ${speaker}`);
    const strong = numbers.of(`${form} ${speaker} ${args}`);
    this.form.push(form!);
    this.speaker.push(speaker!);
    this.name.push(name);
    this.instance.push(numbers.of(step.speaker?.key ?? ""));
    this.args.push(args!);
    this.body.push(body!);
    this.status.push(status!);
    this.strong.push(strong);
    this.full.push(numbers.of(`${strong} ${body} ${status}`));
    this.at.push(step.at ?? Number.NaN);
    this.until.push(step.until ?? Number.NaN);
    this.took.push(lengthOf(step));
    this.#traits.push(traitsOf(step, parts));
    this.#bundle.push(step.kind === "tool" ? step.bundle : undefined);
  }

  /**
   * Whether a step has arguments or a body that tell it from others of its form, says nothing at all (`marker`), waits
   * for a person, is of a node or agent (`spoken`), or of one that was called by another.
   */
  has(position: number, trait: Trait): boolean {
    return (this.#traits[position]! & traits[trait]) !== 0;
  }

  /** Whether a call ran at the same time as the one before it. @param end when the first call of those ended */
  isBesidePrevious(position: number, end: number): boolean {
    const before = position - 1;
    if (!this.has(position, "tool") || !this.has(before, "tool") || this.speaker[position] !== this.speaker[before])
      return false;
    if (this.#bundle[position] !== undefined && this.#bundle[position] === this.#bundle[before]) return true;
    return this.at[position]! < end;
  }

  /** What differs between two steps of one form. */
  changedParts(position: number, other: StoryKeys, otherPosition: number): ChangedPart[] {
    const parts: ChangedPart[] = [];
    if (this.speaker[position] !== other.speaker[otherPosition]) parts.push("speaker");
    if (this.args[position] !== other.args[otherPosition]) parts.push("arguments");
    // That a call failed says more than its result.
    if (this.status[position] !== other.status[otherPosition]) parts.push("status");
    if (this.body[position] !== other.body[otherPosition]) parts.push(this.has(position, "text") ? "text" : "result");
    return parts;
  }
}

function traitsOf(step: StoryStep, { args, body, bodyPart }: ComparedParts): number {
  const has: Record<Trait, boolean> = {
    args: !isNothing(args),
    body: !isNothing(body),
    marker: step.kind !== "tool" && args === undefined && body === undefined,
    text: bodyPart === "text",
    person: step.kind === "request",
    tool: step.kind === "tool",
    spoken: step.speaker !== undefined,
    called: step.speaker?.calledBy !== undefined,
  };
  let bits = 0;
  for (const trait in traits) if (has[trait as Trait]) bits |= traits[trait as Trait];
  return bits;
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return isContainer(value) && Object.keys(value).length === 0;
}

function lengthOf(step: StoryStep): number {
  if (step.kind === "tool" && step.duration !== undefined) return step.duration;
  return step.at === undefined || step.until === undefined ? Number.NaN : Math.max(0, step.until - step.at);
}
