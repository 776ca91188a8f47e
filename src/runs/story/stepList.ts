import { deflateRawSync, inflateRawSync } from "node:zlib";
import { parseOwnJson } from "#base/json/parseJson.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { exactJson } from "#base/json/stringifyJson.ts";
import { lowerBound } from "#base/lowerBound.ts";
import { memorySize } from "#base/memorySize.ts";
import { readArtifact } from "#model/artifact.ts";
import { LargeValue } from "#runs/values/prettyJson.ts";
import type { InputRequestStep, StepChange, StoryStep, ToolStep } from "./storySteps.ts";

/** The steps of a story in the order in which they began, and the changes since the last call of `takeChanges`. */
export class StepList {
  readonly repeats = new CallRepeats(this);
  readonly artifacts = new ArtifactVersions(this);
  /** Whether the event that is read is one that a deployed app doesn't send: what it adds is extra, and stays it. */
  readsExtra = false;
  readonly #pages: StepPages;
  /** The newest step of each input request's own id. */
  readonly #requests = new Map<string, string>();
  /** The step of each changed id if more is new than its text, and what was added to a text that is known. */
  #changed = new Map<string, { step?: StoryStep; added?: string }>();

  constructor(limits?: Partial<PageLimits>) {
    this.#pages = new StepPages(limits);
  }

  get length(): number {
    return this.#pages.length;
  }

  /** Steps by position, as `Array.prototype.slice` takes it. */
  slice(from = 0, to = this.length): StoryStep[] {
    return this.#pages.slice(from < 0 ? this.length + from : from, to);
  }

  find(id: string | undefined): StoryStep | undefined {
    const position = id === undefined ? undefined : this.#pages.position(id);
    return position === undefined ? undefined : this.#pages.get(position);
  }

  position(id: string): number | undefined {
    return this.#pages.position(id);
  }

  /** The newest step of an input request, by the input request's own id. */
  request(requestId: string): InputRequestStep | undefined {
    const step = this.find(this.#requests.get(requestId));
    return step?.kind === "request" ? step : undefined;
  }

  add(added: StoryStep): void {
    const step = marked(added, this.readsExtra);
    this.#pages.push(step);
    this.#changed.set(step.id, { step });
    this.#noteRequest(step);
  }

  /** @param grown the text at the end, if the rest stays @param isOnlyText whether nothing else is new */
  replace(next: StoryStep, grown?: string, isOnlyText = grown !== undefined): void {
    const position = this.#pages.position(next.id);
    if (position === undefined) return;
    const last = this.#pages.get(position);
    const step = marked(next, last?.extra === true);
    const added = grown ?? (hasText(step, last) ? "" : undefined);
    this.#pages.set(position, step);
    this.#noteRequest(step);
    const change = this.#changed.get(step.id);
    const isWhole = added === undefined || (change !== undefined && change.added === undefined);
    if (isWhole) this.#changed.set(step.id, { step });
    else if (!change) this.#changed.set(step.id, isOnlyText ? { added } : { step, added });
    else {
      change.added += added;
      if (change.step || !isOnlyText) change.step = step;
    }
  }

  /** The changes since the last call: one for each step. */
  takeChanges(): StepChange[] {
    const changed = this.#changed;
    this.#changed = new Map();
    return Array.from(changed, ([id, { step, added }]): StepChange => {
      if (!step) return { kind: "append", id, text: added ?? "" };
      return { kind: "upsert", step, added };
    });
  }

  #noteRequest(step: StoryStep): void {
    const requestId = step.kind === "request" ? idOf(step.data) : undefined;
    if (requestId === undefined || step.sequence < (this.request(requestId)?.sequence ?? -Infinity)) return;
    this.#requests.set(requestId, step.id);
  }
}

function marked(step: StoryStep, isExtra: boolean): StoryStep {
  return isExtra && !step.extra ? { ...step, extra: true } : step;
}

/** Whether a text step has the text of its last version. */
function hasText(step: StoryStep, last: StoryStep | undefined): boolean {
  return "growing" in step && last !== undefined && "growing" in last && step.text === last.text;
}

function idOf(data: unknown): string | undefined {
  const id = typeof data === "object" && data !== null ? (data as Record<string, unknown>)["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}

interface PageLimits {
  steps: number;
  /** About how much a page weighs, in characters. One step may weigh more. */
  weight: number;
  /** How many pages are kept as objects. */
  pages: number;
}

/**
 * Packing a page takes about a millisecond. The pages that are kept as objects take a few megabytes. A million events of
 * tool calls take 25 to 51 MB, and 200 to 340 MB if all steps are objects.
 */
const defaultLimits: PageLimits = { steps: 256, weight: 256_000, pages: 12 };

interface Page {
  /** The position of its first step. */
  readonly from: number;
  /** No step before it has a lower sequence, and none in it unless it was late. */
  readonly sequence: number;
  count: number;
  /** The page's steps, while it is kept as objects. */
  held: StoryStep[] | undefined;
  /** The page's packed form, while nothing in it has changed. */
  packed: PackedSteps | undefined;
  weight: number;
  growing: number;
}

/** The steps in pages: those that changed last as objects, the others packed. One with a growing text is kept. */
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
    this.#limits = { ...defaultLimits, ...limits };
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
    const position = this.#positions.get(id) ?? this.#late.get(id);
    return position ?? this.#findPacked(id);
  }

  get(position: number): StoryStep | undefined {
    const page = this.#pageAt(position);
    return page && this.#hold(page)[position - page.from];
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
      held: [],
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
    const steps = page.held!;
    const before = steps[index];
    page.weight += weightOf(step) - weightOf(before);
    page.growing += Number(isGrowing(step)) - Number(isGrowing(before));
    page.packed = undefined;
    steps[index] = step;
  }

  /** A page as objects, so that it can be changed. The one that changed longest ago is packed in its place. */
  #hold(page: Page): StoryStep[] {
    if (this.#held.at(-1) === page && page.held) return page.held;
    if (page.held) {
      this.#held.splice(this.#held.indexOf(page), 1);
    } else {
      page.held = [...this.#peek(page)];
      page.held.forEach(({ id }, index) => this.#positions.set(id, page.from + index));
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
    const steps = page.held!;
    page.packed ??= packSteps(steps);
    page.held = undefined;
    this.#held.splice(this.#held.indexOf(page), 1);
    for (const { id } of steps) this.#positions.delete(id);
    if (this.#read?.page === page) this.#read = undefined;
  }

  #peek(page: Page): readonly StoryStep[] {
    if (page.held) return page.held;
    if (this.#read?.page !== page) this.#read = { page, steps: unpackSteps(page.packed!) };
    return this.#read.steps;
  }

  /** Finds a step by the number at the start of its id: the position of its event. */
  #findPacked(id: string): number | undefined {
    const sequence = Number.parseFloat(id);
    for (let index = this.#lastPage((page) => page.sequence <= sequence); index >= 0; index--) {
      const page = this.#pages[index]!;
      const offset = page.held ? -1 : this.#peek(page).findIndex((step) => step.id === id);
      if (offset >= 0) return page.from + offset;
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

function isGrowing(step: StoryStep | undefined): boolean {
  return step !== undefined && "growing" in step && step.growing;
}

/** In bytes. A text that grows counts when it has ended: until then its page is kept. */
function weightOf(step: StoryStep | undefined): number {
  return step && !isGrowing(step) ? memorySize(step) : 0;
}

/** Steps as compressed JSON: a tenth of the memory of the objects, and often less. */
interface PackedSteps {
  readonly bytes: Uint8Array;
  /** Whether it has numbers that `JSON.parse` would change, which takes longer to read. */
  readonly isExact: boolean;
  /** The fields with a {@link LargeValue}, which JSON can't tell from other objects. */
  readonly large: readonly { readonly index: number; readonly field: string }[];
}

function packSteps(steps: readonly StoryStep[]): PackedSteps {
  const large = steps.flatMap((step, index) =>
    Object.entries(step).flatMap(([field, value]) => (value instanceof LargeValue ? { index, field } : [])),
  );
  const { text, isExact } = exactJson(steps);
  // The fastest level: a third of the usual time for nearly as few bytes.
  // A copy, because the result is a part of a larger buffer.
  const bytes = new Uint8Array(deflateRawSync(text, { level: 1, chunkSize: 4_096 }));
  return { bytes, isExact, large };
}

function unpackSteps({ bytes, isExact, large }: PackedSteps): StoryStep[] {
  const text = inflateRawSync(bytes).toString();
  const steps = (isExact ? parseOwnJson(text) : JSON.parse(text)) as Record<string, unknown>[];
  for (const { index, field } of large) {
    const { text: beginning, length } = steps[index]![field] as LargeValue;
    steps[index]![field] = new LargeValue(beginning, length);
  }
  return steps as unknown as StoryStep[];
}

/** How many failed calls of one tool are compared with the next one. */
const maxFailedCalls = 8;

type Steps = Pick<StepList, "find" | "replace">;

/** Finds calls that repeat a failed call with the same input, and links the two. */
class CallRepeats {
  readonly #steps: Steps;
  /** The steps of failed calls that weren't repeated yet, by speaker and tool, the newest last. */
  readonly #failed = new Map<string, string[]>();

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  failed(call: ToolStep): void {
    if (call.input instanceof LargeValue) return;
    const key = toolKey(call);
    this.#failed.set(key, [...(this.#failed.get(key) ?? []), call.id].slice(-maxFailedCalls));
  }

  /** @param call a call with its input. @returns it with a link to the call that it repeats */
  begun(call: ToolStep): ToolStep {
    const key = toolKey(call);
    const failed = this.#failed.get(key);
    if (!failed || call.repeats || call.input instanceof LargeValue) return call;
    const first = failed.map((id) => this.#call(id)).findLast((each) => each && sameJson(each.input, call.input));
    if (!first) return call;
    this.#failed.set(
      key,
      failed.filter((id) => id !== first.id),
    );
    this.#steps.replace({ ...first, repeated: stepRef(call) });
    return { ...call, repeats: stepRef(first) };
  }

  #call(id: string): ToolStep | undefined {
    const step = this.#steps.find(id);
    return step?.kind === "tool" ? step : undefined;
  }
}

/** Links older versions of an artifact with the newest one. */
class ArtifactVersions {
  readonly #steps: Steps;
  /** The step with the newest version of each artifact, by its id. */
  readonly #newest = new Map<string, string>();

  constructor(steps: Steps) {
    this.#steps = steps;
  }

  /** @param call one that has ended. @returns it with its artifact, and with a link if that isn't the newest version */
  ended(call: ToolStep, output: unknown): ToolStep {
    const artifact = readArtifact(output);
    if (!artifact) return call;
    const made = { ...call, artifact };
    const before = this.#steps.find(this.#newest.get(artifact.id));
    if (before?.kind !== "tool" || before.id === call.id || before.artifact === undefined) {
      this.#newest.set(artifact.id, call.id);
      return made;
    }
    // Without versions the later call has the newer one.
    const isOlder = (artifact.version ?? Infinity) < (before.artifact.version ?? -Infinity);
    if (isOlder) return { ...made, newer: stepRef(before) };
    this.#newest.set(artifact.id, call.id);
    this.#steps.replace({ ...before, newer: stepRef(call) });
    return made;
  }
}

function toolKey({ name, speaker }: ToolStep): string {
  return JSON.stringify([speaker?.node ?? speaker?.key, name]);
}

function stepRef({ id, sequence, at }: ToolStep): NonNullable<ToolStep["repeats"]> {
  return { id, sequence, at };
}
