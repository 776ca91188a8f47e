import type { RunEvent } from "../../api/schemas.ts";
import { withoutBytes } from "../resultFiles/withoutBytes.ts";
import { RunStory } from "../story/runStory.ts";
import { withoutLarge } from "../values/largeValue.ts";
import { EventLog, type LogLimits } from "./eventLog.ts";
import type { EventsChange } from "./watchTypes.ts";

/** The events of one run and its story. The story stays complete when the oldest events leave memory. */
export class EventsAndStory {
  readonly log: EventLog;
  #runStory = new RunStory(withoutLarge);

  /** @param limits how many events are kept in memory */
  constructor(limits: LogLimits = {}) {
    this.log = new EventLog(limits);
  }

  get runStory(): RunStory {
    return this.#runStory;
  }

  /**
   * Adds events and returns what changed, or `undefined` when nothing did. The bytes of files aren't kept: they are
   * read again with their event when somebody needs them.
   */
  add(batch: readonly RunEvent[]): EventsChange | undefined {
    const before = this.log.lastSequence;
    const events = this.log.add(batch.map(withoutBytes));
    const [first] = events;
    if (!first) return undefined;
    // While all events are in memory, a late one makes us build the story again. Afterwards its steps find their places
    // by sequence.
    const rebuilt = first.sequence < before && this.log.left.length === 0;
    if (rebuilt) this.#runStory = new RunStory(withoutLarge);
    const story = this.#runStory.apply(rebuilt ? [...this.log] : events);
    return { kind: "events", events, story, rebuilt };
  }
}
