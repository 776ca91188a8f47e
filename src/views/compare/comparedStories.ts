import type { Side } from "../../protocol/compare/compareViews.ts";
import type { Comparison } from "../../runs/compare/comparison.ts";
import { LiveComparison } from "../../runs/compare/liveComparison.ts";
import type { WatchChange } from "../../runs/live/runWatcher.ts";
import { goesOn } from "./comparedSide.ts";
import type { ComparedSides } from "./compareView.ts";

/** Compares the stories of two runs, anew only after one of them has changed. */
export class ComparedStories {
  readonly #sides: ComparedSides;
  /** The steps of a run that goes on cost no more than themselves. */
  #comparison: LiveComparison | undefined;

  constructor(sides: ComparedSides) {
    this.#sides = sides;
  }

  note(side: Side, change: WatchChange): void {
    if (change.kind !== "events") return;
    if (change.rebuilt) this.#comparison = undefined;
    else this.#comparison?.take(side, change.story);
  }

  compare(): Comparison {
    const { a, b } = this.#sides;
    this.#comparison ??= new LiveComparison(a.watch.runStory.story, b.watch.runStory.story);
    return this.#comparison.comparison({ a: goesOn(a), b: goesOn(b) });
  }
}
