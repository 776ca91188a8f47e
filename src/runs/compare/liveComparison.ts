import type { StepChange } from "../story/storySteps.ts";
import { compareKeys } from "./compareStories.ts";
import type { ComparedSteps, Comparison } from "./comparison.ts";
import { StoryKeys } from "./keys/storyKeys.ts";

/** The steps of a run that goes on; `RunStory.story` is such a list. */
export interface LiveSteps extends ComparedSteps {
  position(id: string): number | undefined;
}

/** How far a run that goes on is known to be like the finished one. Steps are counted from 1. */
export type LiveState =
  | { readonly kind: "equal"; readonly steps: number }
  | { readonly kind: "different"; readonly step: number; readonly sentence: string };

/**
 * Compares a run that goes on with a finished one. A change costs as much as the steps that changed: their keys are
 * computed anew, and as long as both runs are the same, the next key is looked at. Rows are made when somebody asks for
 * them, once for any number of changes.
 */
export class LiveComparison {
  readonly #live: "a" | "b";
  readonly #liveSteps: LiveSteps;
  readonly #finishedSteps: ComparedSteps;
  readonly #liveKeys: StoryKeys;
  readonly #finishedKeys: StoryKeys;
  /** So many steps from the start are equal. */
  #same = 0;
  #hasEnded = false;
  #comparison: Comparison | undefined;
  #found: Extract<LiveState, { kind: "different" }> | undefined;

  /** @param live which of both sides the run that goes on is */
  constructor(live: "a" | "b", liveSteps: LiveSteps, finishedSteps: ComparedSteps) {
    this.#live = live;
    this.#liveSteps = liveSteps;
    this.#finishedSteps = finishedSteps;
    this.#liveKeys = StoryKeys.of(liveSteps);
    this.#finishedKeys = StoryKeys.of(finishedSteps);
  }

  /** Takes what `RunStory.apply` returned, after it did. */
  take(changes: readonly StepChange[]): void {
    for (const change of changes) {
      // A text that grows counts when it has ended, which comes as a step of its own.
      if (change.kind === "append") continue;
      const position = this.#liveSteps.position(change.step.id);
      if (position === undefined) continue;
      this.#readUntil(position);
      this.#liveKeys.set(position, change.step);
      this.#same = Math.min(this.#same, position);
      if (this.#found && position < this.#found.step) this.#found = undefined;
    }
    this.#comparison = undefined;
  }

  /** The run has ended: what it didn't do is missing from now on. */
  end(): void {
    this.#hasEnded = true;
    this.#comparison = undefined;
  }

  get state(): LiveState {
    if (this.#found) return this.#found;
    const [live, finished] = [this.#liveKeys, this.#finishedKeys];
    while (
      this.#same < live.length &&
      live.full[this.#same] === finished.full[this.#same] &&
      !live.has(this.#same, "open")
    )
      this.#same += 1;
    if (this.#same === live.length && !this.#hasEnded) return { kind: "equal", steps: this.#same };
    const { first, rows, counts } = this.comparison();
    if (!first) return { kind: "equal", steps: counts.equal };
    const before = rows.slice(0, first.row).filter((row) => row[this.#live] !== undefined).length;
    return (this.#found = { kind: "different", step: before + 1, sentence: first.sentence });
  }

  comparison(): Comparison {
    const live = { steps: this.#liveSteps, keys: this.#liveKeys };
    const finished = { steps: this.#finishedSteps, keys: this.#finishedKeys };
    const [a, b] = this.#live === "a" ? [live, finished] : [finished, live];
    return (this.#comparison ??= compareKeys(a, b, this.#hasEnded ? undefined : this.#live));
  }

  /** Changes name steps in the order in which they began, but for those of a list that was changed meanwhile. */
  #readUntil(position: number): void {
    const { length } = this.#liveKeys;
    if (length >= position) return;
    for (const step of this.#liveSteps.slice(length, position)) this.#liveKeys.set(this.#liveKeys.length, step);
  }
}

/** *Still equal after 14 steps*, *First difference at step 15*. */
export function liveWords(state: LiveState): string {
  if (state.kind === "different") return `First difference at step ${state.step}`;
  return state.steps === 1 ? "Still equal after 1 step" : `Still equal after ${state.steps} steps`;
}
