import type { StepChange } from "../story/storySteps.ts";
import { compareKeys } from "./compareStories.ts";
import { type ComparedRun, comparedRun, type ComparedSteps, type Comparison } from "./comparison.ts";
import { StoryKeys } from "./keys/storyKeys.ts";

/** The steps of a run that may go on; `RunStory.story` is such a list. */
export interface LiveSteps extends ComparedSteps {
  position(id: string): number | undefined;
}

interface LiveSide {
  steps: LiveSteps;
  compared: ComparedRun;
  keys: StoryKeys;
}

/** The run of each side, as it is now. */
type Runs = Readonly<Record<"a" | "b", () => ComparedRun["run"]>>;

const noRuns: Runs = { a: () => undefined, b: () => undefined };

/**
 * Compares two runs of which one may go on. A change costs as much as the steps that changed: only their keys are
 * computed anew. Rows are made when somebody asks for them, once for any number of changes.
 */
export class LiveComparison {
  readonly #sides: Readonly<Record<"a" | "b", LiveSide>>;
  #known: { live: "a" | "b" | undefined; runs: readonly ComparedRun["run"][]; comparison: Comparison } | undefined;

  constructor(a: LiveSteps, b: LiveSteps, runs = noRuns) {
    const side = (steps: LiveSteps, run: () => ComparedRun["run"]): LiveSide => {
      return { steps, compared: comparedRun(steps, run), keys: StoryKeys.of(steps) };
    };
    this.#sides = { a: side(a, runs.a), b: side(b, runs.b) };
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

  /** @param live the run that goes on, if one does: what it has not done yet is missing only when it has ended */
  comparison(live?: "a" | "b"): Comparison {
    const known = this.#known;
    const [a, b] = [this.#sides.a, this.#sides.b].map(({ compared, keys }) => ({ steps: compared, keys }));
    const runs = [a!.steps.run, b!.steps.run];
    const isSame = known?.runs.every((run, side) => run === runs[side]);
    if (known && isSame && known.live === live) return known.comparison;
    const comparison = compareKeys(a!, b!, live);
    this.#known = { live, runs, comparison };
    return comparison;
  }
}
