import { lowerBound } from "../../base/lowerBound.ts";
import { memorySize } from "../../base/memorySize.ts";
import { type PackedSteps, packSteps, unpackSteps } from "./packedSteps.ts";
import type { StoryStep } from "./storySteps.ts";

export interface PageLimits {
  /** How many steps a page has. */
  steps: number;
  /** About how much a page weighs, in characters. One step may memorySize more. */
  weight: number;
  /** How many pages are kept as objects. */
  pages: number;
}

/** Packing a page takes about a millisecond. The pages that are kept as objects take a few megabytes. */
const usualLimits: PageLimits = { steps: 256, weight: 256_000, pages: 12 };

interface Page {
  /** The position of its first step. */
  readonly from: number;
  /** No step before it has a lower sequence, and none in it unless it was late. */
  readonly sequence: number;
  count: number;
  /** Its steps and their weights, while it is kept as objects. */
  held: { steps: StoryStep[]; weights: number[] } | undefined;
  /** Its packed form, while nothing in it has changed. */
  packed: PackedSteps | undefined;
  weight: number;
  growing: number;
}

/**
 * The steps of a story, in pages: those that changed last are kept as objects, the others packed. A page with a growing
 * text is always kept, since each piece of the text changes it.
 */
export class StepPages {
  readonly #limits: PageLimits;
  readonly #pages: Page[] = [];
  /** The pages that are kept as objects, the one that changed last at the end. */
  readonly #held: Page[] = [];
  /** The positions of the steps in those pages, by id. */
  readonly #positions = new Map<string, number>();
  /** Steps that began before the one in front of them. They can't be found by their sequence. */
  readonly #late = new Map<string, number>();
  /** The packed page that was read last. */
  #read: { page: Page; steps: readonly StoryStep[] } | undefined;
  #length = 0;
  #lastSequence = -Infinity;

  constructor(limits: Partial<PageLimits> = {}) {
    this.#limits = { ...usualLimits, ...limits };
  }

  get length(): number {
    return this.#length;
  }

  push(step: StoryStep): void {
    const page = this.#openPage(step);
    const position = this.#length++;
    if (step.sequence < this.#lastSequence) this.#late.set(step.id, position);
    this.#lastSequence = Math.max(this.#lastSequence, step.sequence);
    this.#positions.set(step.id, position);
    page.count += 1;
    this.#put(page, page.count - 1, step);
  }

  /** The position of a step; `undefined` for an unknown one. */
  position(id: string): number | undefined {
    const known = this.#positions.get(id) ?? this.#late.get(id);
    return known ?? this.#findPacked(id);
  }

  get(position: number): StoryStep | undefined {
    const page = this.#pageAt(position);
    return page && this.#hold(page).steps[position - page.from];
  }

  /** @param position of an existing step */
  set(position: number, step: StoryStep): void {
    const page = this.#pageAt(position)!;
    this.#hold(page);
    this.#put(page, position - page.from, step);
  }

  /** Steps by position, also from packed pages, which stay packed. */
  slice(from: number, to = this.#length): StoryStep[] {
    const found: StoryStep[] = [];
    const end = Math.min(to, this.#length);
    for (let at = Math.max(0, from); at < end;) {
      const page = this.#pageAt(at)!;
      found.push(...this.#peek(page).slice(at - page.from, end - page.from));
      at = page.from + page.count;
    }
    return found;
  }

  #openPage({ sequence }: StoryStep): Page {
    const last = this.#pages.at(-1);
    const { steps, weight } = this.#limits;
    if (last && last.count < steps && last.weight < weight) {
      this.#hold(last);
      return last;
    }
    const page: Page = {
      from: this.#length,
      sequence: Math.max(this.#lastSequence, sequence),
      count: 0,
      held: { steps: [], weights: [] },
      packed: undefined,
      weight: 0,
      growing: 0,
    };
    this.#pages.push(page);
    this.#held.push(page);
    this.#packSome();
    return page;
  }

  #put(page: Page, index: number, step: StoryStep): void {
    const { steps, weights } = page.held!;
    const before = steps[index];
    const weight = isGrowing(step) ? 0 : memorySize(step);
    page.weight += weight - (weights[index] ?? 0);
    page.growing += Number(isGrowing(step)) - Number(before !== undefined && isGrowing(before));
    page.packed = undefined;
    steps[index] = step;
    weights[index] = weight;
  }

  /** A page as objects, so that it can be changed. The one that changed longest ago is packed in its place. */
  #hold(page: Page): NonNullable<Page["held"]> {
    if (this.#held.at(-1) === page && page.held) return page.held;
    if (page.held) {
      this.#held.splice(this.#held.indexOf(page), 1);
    } else {
      const steps = [...this.#peek(page)];
      page.held = { steps, weights: steps.map((step) => (isGrowing(step) ? 0 : memorySize(step))) };
      steps.forEach(({ id }, index) => this.#positions.set(id, page.from + index));
    }
    this.#held.push(page);
    this.#packSome();
    return page.held;
  }

  #packSome(): void {
    const { pages, weight } = this.#limits;
    let total = this.#held.reduce((sum, page) => sum + page.weight, 0);
    for (const page of this.#held.slice(0, -1)) {
      if (this.#held.length <= pages && total <= pages * weight) return;
      if (page.growing > 0) continue;
      total -= page.weight;
      this.#pack(page);
    }
  }

  #pack(page: Page): void {
    const { steps } = page.held!;
    page.packed ??= packSteps(steps);
    page.held = undefined;
    this.#held.splice(this.#held.indexOf(page), 1);
    for (const { id } of steps) this.#positions.delete(id);
    if (this.#read?.page === page) this.#read = undefined;
  }

  #peek(page: Page): readonly StoryStep[] {
    if (page.held) return page.held.steps;
    if (this.#read?.page !== page) this.#read = { page, steps: unpackSteps(page.packed!) };
    return this.#read.steps;
  }

  /** Finds a step by the number at the start of its id: the sequence of its event. */
  #findPacked(id: string): number | undefined {
    const sequence = Number.parseInt(id, 10);
    for (let index = this.#lastPage((page) => page.sequence <= sequence); index >= 0; index--) {
      const page = this.#pages[index]!;
      const place = page.held ? -1 : this.#peek(page).findIndex((step) => step.id === id);
      if (place >= 0) return page.from + place;
      if (page.sequence < sequence) return undefined;
    }
    return undefined;
  }

  #pageAt(position: number): Page | undefined {
    if (position < 0 || position >= this.#length) return undefined;
    const last = this.#pages.at(-1)!;
    return position >= last.from ? last : this.#pages[this.#lastPage((page) => page.from <= position)];
  }

  /** The last page that fulfills this condition, which holds for all pages before it. */
  #lastPage(isSo: (page: Page) => boolean): number {
    return lowerBound(this.#pages, isSo) - 1;
  }
}

function isGrowing(step: StoryStep): boolean {
  return step.kind === "text" && step.growing;
}
