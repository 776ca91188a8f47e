import { CallRepeats } from "./callRepeats.ts";
import { StepPages, type PageLimits } from "./stepPages.ts";
import type { InputRequestStep, StepChange, StoryStep } from "./storySteps.ts";

/** The steps of a story in the order in which they began, and the changes since the last call of `takeChanges`. */
export class StepList {
  readonly repeats = new CallRepeats(this);
  readonly #pages: StepPages;
  /** For each input request's own id, its newest step. */
  readonly #requests = new Map<string, string>();
  /** For each changed id, the step or the text that was added to it. */
  #changed = new Map<string, StoryStep | string>();

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
    const item = this.find(this.#requests.get(requestId));
    return item?.kind === "request" ? item : undefined;
  }

  add(item: StoryStep): void {
    this.#pages.push(item);
    this.#changed.set(item.id, item);
    this.#noteRequest(item);
  }

  /** @param grown the text at the end of the step, if nothing else is new */
  replace(item: StoryStep, grown?: string): void {
    const position = this.#pages.position(item.id);
    if (position === undefined) return;
    this.#pages.set(position, item);
    this.#noteRequest(item);
    const before = this.#changed.get(item.id);
    const isWhole = grown === undefined || typeof before === "object";
    this.#changed.set(item.id, isWhole ? item : (before ?? "") + grown);
  }

  /** The changes since the last call: one for each step. */
  takeChanges(): StepChange[] {
    const changed = this.#changed;
    this.#changed = new Map();
    return Array.from(changed, ([id, change]): StepChange =>
      typeof change === "string" ? { kind: "append", id, text: change } : { kind: "upsert", item: change },
    );
  }

  #noteRequest(item: StoryStep): void {
    const requestId = item.kind === "request" ? idOf(item.data) : undefined;
    if (requestId !== undefined) this.#requests.set(requestId, item.id);
  }
}

function idOf(data: unknown): string | undefined {
  const id = typeof data === "object" && data !== null ? (data as Record<string, unknown>)["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
