import { lowerBound } from "../../base/lowerBound.ts";
import { weigh } from "../../base/weigh.ts";
import { type PackedSteps, packSteps, unpackSteps } from "./packedSteps.ts";
import type { StoryStep } from "./storySteps.ts";

export interface PageLimits {
  /** How many items a page has. */
  items: number;
  /** How much a page weighs about, in characters; one item may weigh more. */
  weight: number;
  /** How many pages are held as objects. */
  pages: number;
}

/** A page takes about a millisecond to pack. Those that are held take a few megabytes. */
const usualLimits: PageLimits = { items: 256, weight: 256_000, pages: 12 };

interface Page {
  /** The position of its first item. */
  readonly from: number;
  /** No item before it, and none of it unless it came late, has a lower sequence. */
  readonly sequence: number;
  count: number;
  /** While it is held: its items, and what each weighs. */
  held: { items: StoryStep[]; weights: number[] } | undefined;
  /** While nothing of it has changed since. */
  packed: PackedSteps | undefined;
  weight: number;
  growing: number;
}

/**
 * The items of a story, in pages: those that were touched last are held as they are, the others packed. A page of which
 * a text still grows is always held, since each piece of the text changes it.
 */
export class StepPages {
  readonly #limits: PageLimits;
  readonly #pages: Page[] = [];
  /** Those that are held, the one that was touched last at the end. */
  readonly #held: Page[] = [];
  /** The positions of the items that are held, by id. */
  readonly #positions = new Map<string, number>();
  /**
   * Items that began before the one in front of them, as far as they are told: they are not found by their sequence.
   */
  readonly #late = new Map<string, number>();
  /** The page that was read last without being touched. */
  #read: { page: Page; items: readonly StoryStep[] } | undefined;
  #length = 0;
  #lastSequence = -Infinity;

  constructor(limits: Partial<PageLimits> = {}) {
    this.#limits = { ...usualLimits, ...limits };
  }

  get length(): number {
    return this.#length;
  }

  push(item: StoryStep): void {
    const page = this.#openPage(item);
    const position = this.#length++;
    if (item.sequence < this.#lastSequence) this.#late.set(item.id, position);
    this.#lastSequence = Math.max(this.#lastSequence, item.sequence);
    this.#positions.set(item.id, position);
    page.count += 1;
    this.#put(page, page.count - 1, item);
  }

  /** The position of an item; `undefined` for an unknown one. */
  position(id: string): number | undefined {
    const known = this.#positions.get(id) ?? this.#late.get(id);
    return known ?? this.#findPacked(id);
  }

  get(position: number): StoryStep | undefined {
    const page = this.#pageAt(position);
    return page && this.#hold(page).items[position - page.from];
  }

  /** @param position of an item that is there */
  set(position: number, item: StoryStep): void {
    const page = this.#pageAt(position)!;
    this.#hold(page);
    this.#put(page, position - page.from, item);
  }

  /** Items by position, from packed pages as well, which stay packed. */
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
    const { items, weight } = this.#limits;
    if (last && last.count < items && last.weight < weight) {
      this.#hold(last);
      return last;
    }
    const page: Page = {
      from: this.#length,
      sequence: Math.max(this.#lastSequence, sequence),
      count: 0,
      held: { items: [], weights: [] },
      packed: undefined,
      weight: 0,
      growing: 0,
    };
    this.#pages.push(page);
    this.#held.push(page);
    this.#packSome();
    return page;
  }

  #put(page: Page, index: number, item: StoryStep): void {
    const { items, weights } = page.held!;
    const before = items[index];
    const weight = isGrowing(item) ? 0 : weigh(item);
    page.weight += weight - (weights[index] ?? 0);
    page.growing += Number(isGrowing(item)) - Number(before !== undefined && isGrowing(before));
    page.packed = undefined;
    items[index] = item;
    weights[index] = weight;
  }

  /** The page as it can be changed; the one that was touched longest ago is packed for it. */
  #hold(page: Page): NonNullable<Page["held"]> {
    if (this.#held.at(-1) === page && page.held) return page.held;
    if (page.held) {
      this.#held.splice(this.#held.indexOf(page), 1);
    } else {
      const items = [...this.#peek(page)];
      page.held = { items, weights: items.map((item) => (isGrowing(item) ? 0 : weigh(item))) };
      items.forEach(({ id }, index) => this.#positions.set(id, page.from + index));
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
    const { items } = page.held!;
    page.packed ??= packSteps(items);
    page.held = undefined;
    this.#held.splice(this.#held.indexOf(page), 1);
    for (const { id } of items) this.#positions.delete(id);
    if (this.#read?.page === page) this.#read = undefined;
  }

  #peek(page: Page): readonly StoryStep[] {
    if (page.held) return page.held.items;
    if (this.#read?.page !== page) this.#read = { page, items: unpackSteps(page.packed!) };
    return this.#read.items;
  }

  /** By the number that an id begins with: the sequence of its event. */
  #findPacked(id: string): number | undefined {
    const sequence = Number.parseInt(id, 10);
    for (let index = this.#lastPage((page) => page.sequence <= sequence); index >= 0; index--) {
      const page = this.#pages[index]!;
      const place = page.held ? -1 : this.#peek(page).findIndex((item) => item.id === id);
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

  /** The last page for which this is so: it is for all before it. */
  #lastPage(isSo: (page: Page) => boolean): number {
    return lowerBound(this.#pages, isSo) - 1;
  }
}

function isGrowing(item: StoryStep): boolean {
  return item.kind === "text" && item.growing;
}
