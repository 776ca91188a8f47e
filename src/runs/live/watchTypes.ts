import type { ApiError } from "#api/errors.ts";
import type { Run, RunEvent } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import type { Event } from "#base/emitter.ts";
import type { RunStory } from "#runs/story/runStory.ts";
import type { EventLog, EventsChange, SequenceGap } from "./eventLog.ts";
import type { PastEvents } from "./pastEvents.ts";

/** `connecting` before anything arrives, `waiting` until `retryAt` (ms since the epoch), `ended` once all was read. */
export type WatchState =
  | { kind: "connecting" }
  | { kind: "live" }
  | { kind: "waiting"; retryAt: number; attempt: number; error: ApiError }
  | { kind: "ended" }
  | { kind: "failed"; error: ApiError };

/** A run that has ended, with the story of all its events. */
export interface WholeRun {
  run: Run;
  runStory: RunStory;
}

export type WatchChange = EventsChange | { kind: "run"; run: Run } | { kind: "state"; state: WatchState };

/** The export that holds the run; empty until it was read. */
export interface RunOrigin {
  readonly appName?: string;
  /** ISO 8601. */
  readonly exportedAt?: string;
}

/** One view's watch of a run; all share one stream. The last `dispose` ends the stream, never the run. */
export interface RunWatch extends Disposable {
  readonly runId: string;
  readonly log: EventLog;
  /** The story so far, including events that have left memory. */
  readonly runStory: RunStory;
  /** Reads events that have left memory; absent if none ever leaves it. */
  readonly past?: PastEvents;
  /** An event with the bytes of its files; `undefined` when it isn't stored. @throws ApiError */
  whole?(sequence: number): Promise<RunEvent | undefined>;
  /** The run as it was last read. */
  readonly run: Run | undefined;
  readonly state: WatchState;
  /** Present for a run from a file. */
  readonly origin?: RunOrigin;
  /** Fires with each change, and never after this watch was disposed. */
  readonly onDidChange: Event<WatchChange>;
  /** Requests missing events. Absent without an app to ask. @returns how many arrived @throws ApiError */
  loadGap?(gap: SequenceGap): Promise<number>;
  /** Tries again at once, after a failure or during a pause. */
  retry(): void;
}
