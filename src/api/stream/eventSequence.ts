import type { RunEvent } from "../schemas.ts";

const terminalTypes = new Set(["run.completed", "run.failed", "run.canceled"]);

/** Where a reader of a run's events stands. Events come in sequence order, at least once each. */
export class EventSequence {
  /** The last sequence seen. */
  last: number | undefined;
  /** An event that ends the run was seen. */
  ended = false;

  constructor(last: number | undefined) {
    this.last = last;
  }

  /** The events of a batch that were not seen yet. */
  take(batch: RunEvent[]): RunEvent[] {
    return batch.filter((event) => {
      // A terminal event that was seen before still says that there is no more to come.
      this.ended ||= terminalTypes.has(event.type);
      if (this.last !== undefined && event.sequence <= this.last) return false;
      this.last = event.sequence;
      return true;
    });
  }
}
