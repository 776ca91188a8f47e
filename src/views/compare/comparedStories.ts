import type { Side } from "../../protocol/compare/compareViews.ts";
import { compareStories } from "../../runs/compare/compareStories.ts";
import type { Comparison } from "../../runs/compare/comparison.ts";
import { LiveComparison } from "../../runs/compare/liveComparison.ts";
import type { WatchChange } from "../../runs/live/runWatcher.ts";
import { goesOn } from "./comparedSide.ts";
import type { ComparedSides } from "./compareView.ts";

/** Compares the stories of two runs, anew only after one of them has changed. */
export class ComparedStories {
  readonly #sides: ComparedSides;
  /** While one of the runs goes on, its steps cost no more than themselves. */
  #live: { side: Side; comparison: LiveComparison } | undefined;
  #ended: Comparison | undefined;

  constructor(sides: ComparedSides) {
    this.#sides = sides;
  }

  note(side: Side, change: WatchChange): void {
    if (change.kind !== "events") return;
    this.#ended = undefined;
    if (this.#live?.side === side && !change.retold) this.#live.comparison.take(change.story);
    else this.#live = undefined;
  }

  compare(): Comparison {
    const { a, b } = this.#sides;
    const side = goesOn(a) === goesOn(b) ? undefined : goesOn(a) ? "a" : "b";
    if (side !== this.#live?.side) this.#ended = undefined;
    if (side === undefined) {
      this.#live = undefined;
      return (this.#ended ??= compareStories(a.watch.runStory.story, b.watch.runStory.story));
    }
    if (this.#live?.side !== side) {
      const [live, finished] = side === "a" ? [a, b] : [b, a];
      const comparison = new LiveComparison(side, live.watch.runStory.story, finished.watch.runStory.story);
      this.#live = { side, comparison };
    }
    return this.#live.comparison.comparison();
  }
}
