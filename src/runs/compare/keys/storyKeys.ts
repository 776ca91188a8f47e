import { isContainer } from "../../../base/json/exactNumber.ts";
import type { StoryStep } from "../../story/storySteps.ts";
import type { ChangedPart, ComparedSteps } from "../comparison.ts";
import { partsOf, type ComparedParts } from "./comparedParts.ts";
import { alikeBytes, Digest, Sketch } from "./digest.ts";
import { valueKey } from "./valueKey.ts";

/** As many steps are read at once: a page of a story, which is unpacked as a whole. */
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
  open: 256,
  unread: 512,
};

type Trait = keyof typeof traits;

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
  /** The batch of a call, where the app says it; else 0. */
  readonly #bundle: number[] = [];
  readonly #sketch: [number[], number[]] = [[], []];

  static of(steps: ComparedSteps): StoryKeys {
    const keys = new StoryKeys();
    for (let from = 0; from < steps.length; from += page) {
      for (const step of steps.slice(from, from + page)) keys.set(keys.length, step);
    }
    return keys;
  }

  get length(): number {
    return this.full.length;
  }

  /** @param position of a step that is there, or the next one */
  set(position: number, step: StoryStep): void {
    const parts = partsOf(step);
    const sketch = new Sketch();
    const form = new Digest().text(parts.form).value;
    const speaker = new Digest().text(parts.speaker).value;
    const args = valueKey(parts.args, sketch);
    const body = valueKey(parts.body, sketch);
    const status = new Digest().text(parts.status).value;
    this.form[position] = form;
    this.speaker[position] = speaker;
    this.instance[position] = new Digest().text(step.speaker?.key ?? "").value;
    this.args[position] = args;
    this.body[position] = body;
    this.status[position] = status;
    this.strong[position] = mixed(form, speaker, args);
    this.full[position] = mixed(form, speaker, args, body, status);
    this.at[position] = step.at ?? Number.NaN;
    this.until[position] = step.until ?? Number.NaN;
    this.took[position] = lengthOf(step);
    this.#traits[position] = traitsOf(step, parts);
    this.#bundle[position] =
      step.kind === "tool" && step.bundle !== undefined ? new Digest().text(step.bundle).value : 0;
    const [low, high] = sketch.halves();
    this.#sketch[0][position] = low;
    this.#sketch[1][position] = high;
  }

  /**
   * Whether a step has arguments or a body that tell it from others of its form, says nothing at all (`marker`), waits
   * for a person, is of a node or agent (`spoken`), of one that was called by another, goes on (`open`), or has
   * arguments that have not arrived (`unread`).
   */
  has(position: number, trait: Trait): boolean {
    return (this.#traits[position]! & traits[trait]) !== 0;
  }

  /** Whether a step is a call of a batch that the app names: more calls of it may follow. */
  isBundled(position: number): boolean {
    return this.#bundle[position] !== 0;
  }

  /** Whether a call ran at the same time as the one before it. @param end when the first call of those ended */
  isBesidePrevious(position: number, end: number): boolean {
    const before = position - 1;
    if (!this.has(position, "tool") || !this.has(before, "tool") || this.speaker[position] !== this.speaker[before])
      return false;
    if (this.#bundle[position] !== 0 && this.#bundle[position] === this.#bundle[before]) return true;
    return this.at[position]! < end;
  }

  /** From 0 to 8: how many words and values the steps share. */
  similarity(position: number, other: StoryKeys, otherPosition: number): number {
    const [low, high] = this.#sketch;
    const [otherLow, otherHigh] = other.#sketch;
    return (
      alikeBytes(low[position]!, otherLow[otherPosition]!) + alikeBytes(high[position]!, otherHigh[otherPosition]!)
    );
  }

  /** What differs between two steps of one form. */
  changedParts(position: number, other: StoryKeys, otherPosition: number): ChangedPart[] {
    const parts: ChangedPart[] = [];
    if (this.speaker[position] !== other.speaker[otherPosition]) parts.push("speaker");
    if (this.args[position] !== other.args[otherPosition]) parts.push("arguments");
    if (this.body[position] !== other.body[otherPosition]) parts.push(this.has(position, "text") ? "text" : "result");
    if (this.status[position] !== other.status[otherPosition]) parts.push("status");
    return parts;
  }
}

function mixed(...keys: readonly number[]): number {
  const digest = new Digest();
  for (const key of keys) digest.number(key);
  return digest.value;
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
    open: (step.kind === "text" && step.growing) || (step.kind === "tool" && step.state === "running"),
    unread: step.kind === "tool" && step.state === "running" && step.input === undefined,
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
