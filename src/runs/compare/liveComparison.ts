import type { StepChange } from "../story/storySteps.ts";
import { compareKeys, type LiveSides } from "./compareStories.ts";
import type { ComparedSteps, Comparison } from "./comparison.ts";
import { StoryKeys } from "./keys/storyKeys.ts";

/** The steps of a run that may go on; `RunStory.story` is such a list. */
export interface LiveSteps extends ComparedSteps {
  position(id: string): number | undefined;
}

/**
 * Compares two runs of which one or both go on. A change costs as much as the steps that changed: only their keys are
 * computed anew. Rows are made when somebody asks for them, once for any number of changes.
 */
export class LiveComparison {
  readonly #sides: Readonly<Record<"a" | "b", { steps: LiveSteps; keys: StoryKeys }>>;
  #known: { live: LiveSides; comparison: Comparison } | undefined;

  constructor(a: LiveSteps, b: LiveSteps) {
    this.#sides = { a: { steps: a, keys: StoryKeys.of(a) }, b: { steps: b, keys: StoryKeys.of(b) } };
  }

  /** Takes what `RunStory.apply` returned, after it did. */
  take(side: "a" | "b", changes: readonly StepChange[]): void {
    const { steps, keys } = this.#sides[side];
    for (const change of changes) {
      // A text that grows counts when it has ended, which comes as a step of its own.
      if (change.kind === "append") continue;
      const position = steps.position(change.step.id);
      if (position === undefined) continue;
      // Changes name steps in the order in which they began, but for those of a list that was changed meanwhile.
      for (const step of steps.slice(keys.length, position)) keys.set(keys.length, step);
      keys.set(position, change.step);
    }
    this.#known = undefined;
  }

  /** @param live the runs that go on: what one of them has not done yet is missing only when it has ended */
  comparison(live: LiveSides): Comparison {
    const known = this.#known;
    if (known && known.live.a === live.a && known.live.b === live.b) return known.comparison;
    const comparison = compareKeys(this.#sides.a, this.#sides.b, live);
    this.#known = { live, comparison };
    return comparison;
  }
}
