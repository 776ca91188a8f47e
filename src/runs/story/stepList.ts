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
    const step = this.find(this.#requests.get(requestId));
    return step?.kind === "request" ? step : undefined;
  }

  add(step: StoryStep): void {
    this.#pages.push(step);
    this.#changed.set(step.id, step);
    this.#noteRequest(step);
  }

  /** @param grown the text at the end of the step, if nothing else is new */
  replace(step: StoryStep, grown?: string): void {
    const position = this.#pages.position(step.id);
    if (position === undefined) return;
    this.#pages.set(position, step);
    this.#noteRequest(step);
    const before = this.#changed.get(step.id);
    const isWhole = grown === undefined || typeof before === "object";
    this.#changed.set(step.id, isWhole ? step : (before ?? "") + grown);
  }

  /** The changes since the last call: one for each step. */
  takeChanges(): StepChange[] {
    const changed = this.#changed;
    this.#changed = new Map();
    return Array.from(changed, ([id, change]): StepChange =>
      typeof change === "string" ? { kind: "append", id, text: change } : { kind: "upsert", step: change },
    );
  }

  #noteRequest(step: StoryStep): void {
    const requestId = step.kind === "request" ? idOf(step.data) : undefined;
    if (requestId !== undefined) this.#requests.set(requestId, step.id);
  }
}

function idOf(data: unknown): string | undefined {
  const id = typeof data === "object" && data !== null ? (data as Record<string, unknown>)["id"] : undefined;
  return typeof id === "string" ? id : undefined;
}
