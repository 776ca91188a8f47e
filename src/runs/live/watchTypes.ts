import type { ApiError } from "../../api/errors.ts";
import type { Run, RunEvent } from "../../api/schemas.ts";
import type { SequenceGap } from "../../api/stream/eventSequence.ts";
import type { Disposable } from "../../base/disposable.ts";
import type { Event } from "../../base/emitter.ts";
import type { RunStory } from "../story/runStory.ts";
import type { StepChange } from "../story/storySteps.ts";
import type { EventLog } from "./eventLog.ts";
import type { PastEvents } from "./pastEvents.ts";

/**
 * Where a watch stands: `connecting` before anything arrives and while stored events are read, `waiting` for another
 * try that comes by itself at `retryAt` (milliseconds since the epoch), `ended` once the run is terminal and all is
 * read.
 */
export type WatchState =
  | { kind: "connecting" }
  | { kind: "live" }
  | { kind: "waiting"; retryAt: number; attempt: number; error: ApiError }
  | { kind: "ended" }
  | { kind: "failed"; error: ApiError };

/** Events that are new in the log, in order, and what they change of the story. */
export interface EventsChange {
  kind: "events";
  events: RunEvent[];
  story: StepChange[];
  /** They came late and the whole story was told anew: `story` is all of it. */
  retold: boolean;
}

export type WatchChange = EventsChange | { kind: "run"; run: Run } | { kind: "state"; state: WatchState };

/** The export that a run which is not live was read from; empty until it is read. */
export interface RunOrigin {
  readonly appName?: string;
  /** ISO 8601. */
  readonly exportedAt?: string;
}

/** One look at a run. All looks at a run share one stream; the last `dispose` ends it and never cancels the run. */
export interface RunWatch extends Disposable {
  readonly runId: string;
  readonly log: EventLog;
  /** The story so far, also of events that have left the memory. */
  readonly runStory: RunStory;
  /** Where events come back from that have left the memory; absent where none ever leaves it. */
  readonly past?: PastEvents;
  /**
   * An event as the app sent it, with the bytes of its files, which no log keeps; `undefined` when it is not stored.
   * Absent where nobody can be asked.
   *
   * @throws ApiError
   */
  whole?(sequence: number): Promise<RunEvent | undefined>;
  /** The run as it was last read. */
  readonly run: Run | undefined;
  readonly state: WatchState;
  /** Present for a run out of a file. */
  readonly origin?: RunOrigin;
  /** Tells nothing any more once this watch is disposed. */
  readonly onDidChange: Event<WatchChange>;
  /**
   * Asks once more for events that are missing; they are told as all others are. Absent where nobody can be asked.
   *
   * @returns how many came
   * @throws ApiError
   */
  loadGap?(gap: SequenceGap): Promise<number>;
  /** Tries again at once, after a failure or instead of waiting. */
  retry(): void;
}
