import type { Run, RunEvent } from "#api/schemas.ts";
import type { Hint } from "./hints.ts";

/** A run of a program on this machine, without its nodes. */
export interface LocalRun {
  run: Run;
  /** When a post last had it, in milliseconds since the epoch. */
  heardAt: number;
}

/** How the runs differ from those that the caller knows. */
export interface RunsDifference {
  changed: LocalRun[];
  /** The ids of runs that are no longer kept. */
  removed: string[];
  /** The files that aren't among the runs, each with its name and the reason. */
  unreadable: string[];
}

/** What a post has changed. */
export interface Received extends Pick<RunsDifference, "changed" | "removed"> {
  /** What couldn't be read, without its content. */
  problems: string[];
  /** Why runs weren't written to the disk, as sentences. */
  unsaved: string[];
  hints: Hint[];
}

export interface EventRange {
  /** How many of the first events to leave out. */
  skip: number;
  limit: number;
}

export interface EventsPart {
  events: RunEvent[];
  /** How many events the run has. */
  total: number;
}

/** The calls of the store. It works in a thread of its own, because a large post takes seconds. */
export interface TraceCalls {
  /** What has changed since the last look, here or in another window; at first all runs. @throws StorageError */
  look(): Promise<RunsDifference>;
  /** @param body a post as it arrived */
  add(body: Uint8Array): Promise<Received>;
  /** Some events of a run, in their order; `undefined` for a run that isn't kept. */
  events(id: string, range: EventRange): Promise<EventsPart | undefined>;
  /** Deletes everything. @throws StorageError that names what is left */
  clear(): Promise<void>;
}
