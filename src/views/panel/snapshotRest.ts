import type { EventRow } from "../../protocol/eventViews.ts";
import type { StepView } from "../../protocol/storyViews.ts";
import type { RunWatch } from "../../runs/live/runWatcher.ts";
import type { StoryStep } from "../../runs/story/storySteps.ts";
import type { EventsPresenter } from "./events/eventsPresenter.ts";
import type { PanelRest } from "./panelFeed.ts";

/** How many steps and rows the snapshot itself contains. */
export const snapshotSize = 256;

export interface SnapshotSource {
  watch: Pick<RunWatch, "log" | "runStory">;
  events: Pick<EventsPresenter, "rowsAfter">;
  view: (step: StoryStep) => StepView;
}

/**
 * The steps and rows of a run that aren't in the snapshot. Each is made when the panel is ready for it: all of a
 * million events at once would take hundreds of megabytes. A step that changes before that is taken in its new version.
 */
export class SnapshotRest implements PanelRest {
  readonly #source: SnapshotSource;
  readonly #lastStep: number;
  #nextStep = snapshotSize;
  readonly #lastSequence: number;
  /** The sequence of the last row that was taken. */
  #sequence: number;

  /** @param sequence of the last row in the snapshot */
  constructor(source: SnapshotSource, sequence: number) {
    this.#source = source;
    this.#lastStep = source.watch.runStory.story.length;
    this.#lastSequence = source.watch.log.lastSequence;
    this.#sequence = sequence;
  }

  get steps(): number {
    return Math.max(0, this.#lastStep - this.#nextStep);
  }

  get rows(): number {
    const { log } = this.#source.watch;
    return this.#sequence >= this.#lastSequence
      ? 0
      : log.countBefore(this.#lastSequence + 1) - log.countBefore(this.#sequence + 1);
  }

  has(id: string): boolean {
    const position = this.#source.watch.runStory.story.position(id);
    return position !== undefined && position >= this.#nextStep && position < this.#lastStep;
  }

  hasRow(sequence: number): boolean {
    return sequence > this.#sequence && sequence <= this.#lastSequence;
  }

  takeSteps(count: number): StepView[] {
    const { watch, view } = this.#source;
    const end = Math.min(this.#nextStep + count, this.#lastStep);
    const steps = watch.runStory.story.slice(this.#nextStep, end);
    this.#nextStep = Math.max(this.#nextStep, end);
    return steps.map(view);
  }

  takeRows(count: number): EventRow[] {
    const rows = this.#source.events.rowsAfter(this.#sequence, Math.min(count, this.rows));
    this.#sequence = rows.at(-1)?.sequence ?? this.#lastSequence;
    return rows;
  }
}
