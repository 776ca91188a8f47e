import { justAfter } from "#model/eventPosition.ts";
import type { RunWatch } from "#runs/live/runWatcher.ts";
import type { StoryStep } from "#runs/story/storySteps.ts";
import type { EventRow } from "#workbench/panel/page/eventViews.ts";
import type { StepView } from "#workbench/panel/page/storyViews.ts";
import type { EventsPresenter } from "./events/eventsPresenter.ts";

/** How many steps and rows the snapshot itself contains. */
export const snapshotSize = 256;

export interface SnapshotSource {
  watch: Pick<RunWatch, "log" | "runStory">;
  events: Pick<EventsPresenter, "rowsAfter">;
  view: (step: StoryStep) => StepView;
}

/**
 * The steps and rows of a run that aren't in the snapshot. Each is made when the panel is ready for it: all at once
 * would block the extension host for 0.6 s of 100,000 calls, and for 5.4 s of a million, instead of 28 ms. A step that
 * changes before that is taken in its new version.
 */
export class SnapshotRest {
  readonly #source: SnapshotSource;
  readonly #lastStep: number;
  #nextStep = snapshotSize;
  readonly #lastSequence: number;
  /** The sequence of the last row that was taken. */
  #takenSequence: number;

  /** @param sequence of the last row in the snapshot */
  constructor(source: SnapshotSource, sequence: number) {
    this.#source = source;
    this.#lastStep = source.watch.runStory.story.length;
    this.#lastSequence = source.watch.log.lastPosition;
    this.#takenSequence = sequence;
  }

  get steps(): number {
    return Math.max(0, this.#lastStep - this.#nextStep);
  }

  get rows(): number {
    const { log } = this.#source.watch;
    return this.#takenSequence >= this.#lastSequence
      ? 0
      : log.countBefore(justAfter(this.#lastSequence)) - log.countBefore(justAfter(this.#takenSequence));
  }

  /** Whether a step is still to be taken. */
  has(id: string): boolean {
    const position = this.steps === 0 ? undefined : this.#source.watch.runStory.story.position(id);
    return position !== undefined && position >= this.#nextStep && position < this.#lastStep;
  }

  /** Whether an event's row is still to be taken. */
  hasRow(sequence: number): boolean {
    return sequence > this.#takenSequence && sequence <= this.#lastSequence;
  }

  takeSteps(count: number): StepView[] {
    const { watch, view } = this.#source;
    const end = Math.min(this.#nextStep + count, this.#lastStep);
    const steps = watch.runStory.story.slice(this.#nextStep, end);
    this.#nextStep = Math.max(this.#nextStep, end);
    return steps.map(view);
  }

  takeRows(count: number): EventRow[] {
    const rows = this.#source.events.rowsAfter(this.#takenSequence, Math.min(count, this.rows));
    this.#takenSequence = rows.at(-1)?.sequence ?? this.#lastSequence;
    return rows;
  }
}
