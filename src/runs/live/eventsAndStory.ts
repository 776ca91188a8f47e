import type { RunEvent } from "../../api/schemas.ts";
import { withoutBytes } from "../resultFiles/withoutBytes.ts";
import { RunStory } from "../story/runStory.ts";
import { withoutLarge } from "../values/largeValue.ts";
import { EventLog, type LogLimits } from "./eventLog.ts";
import type { EventsChange } from "./watchTypes.ts";

/** The events of one run and the story that they tell, which stays whole when the oldest events leave the memory. */
export class EventsAndStory {
  readonly log: EventLog;
  #runStory = new RunStory(withoutLarge);

  /** @param limits how much of the events is held at most */
  constructor(limits: LogLimits = {}) {
    this.log = new EventLog(limits);
  }

  get runStory(): RunStory {
    return this.#runStory;
  }

  /**
   * Takes events; says what is new by them, or `undefined` when nothing is. The bytes of files are not kept: they come
   * back with their event when somebody wants them.
   */
  add(batch: readonly RunEvent[]): EventsChange | undefined {
    const before = this.log.lastSequence;
    const events = this.log.add(batch.map(withoutBytes));
    const [first] = events;
    if (!first) return undefined;
    // What came late is told in its place while all of it is here; else its items find their places by themselves.
    const retold = first.sequence < before && this.log.left.length === 0;
    if (retold) this.#runStory = new RunStory(withoutLarge);
    const story = this.#runStory.apply(retold ? [...this.log] : events);
    return { kind: "events", events, story, retold };
  }
}
