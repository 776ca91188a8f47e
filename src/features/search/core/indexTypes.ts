import type { StepKindFacts } from "#model/stepKinds.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { FieldValue } from "#runs/query/fieldValues.ts";

/** What a text of a run is: a part of the run itself, or a kind of step. */
type TextKind = "input" | "output" | StepKindFacts["indexed"];

/** A text that is searched: of one step, or of the run itself. */
export interface IndexedText {
  kind: TextKind;
  /** The tool, the node or the speaker; the event's type of an unknown event. */
  name: string;
  text: string;
  /** The event at which the run opens. */
  sequence?: number;
  step?: string;
  /** Milliseconds after the run's first event. */
  at?: number;
}

/** A run as the index keeps it, without keys and without the bytes of files. */
export interface IndexedRun {
  facts: RunFacts;
  /** The order of the runs, in milliseconds since the epoch. A run without times has the time when it was read. */
  order: number;
  began?: number;
  /** The milliseconds from start to end. */
  duration?: number;
  /** The names by which it is found, also those of mocked calls and nodes. */
  tools: readonly string[];
  nodes: readonly string[];
  values: readonly FieldValue[];
}

/** A part of a text, from the first character to the one before `end`. */
export interface TextRange {
  start: number;
  end: number;
}

export interface MarkedText {
  text: string;
  ranges: readonly TextRange[];
}

export interface FoundStep {
  kind: TextKind;
  name: MarkedText;
  /** The part around the first match, on one line. */
  excerpt: MarkedText;
  /** The event at which the run opens; none for the run's own input and output. */
  sequence?: number;
  step?: string;
  /** Milliseconds after the run's first event. */
  at?: number;
}

/** What matches in a run. */
export interface FoundParts {
  /** The values of input and output that matched: `input.amount` and `1480`. */
  values: readonly { path: string; text: string }[];
  /** The first matching steps, in their order. */
  steps: readonly FoundStep[];
  moreSteps: number;
}

/** A run with its matches, and without the facts of its calls and nodes. */
export interface FoundRun extends FoundParts, Omit<RunFacts, "tools" | "nodes" | "waits"> {
  title: string;
}

/** A page of results, the newest run first. */
export interface SearchPage<Run = FoundRun> {
  runs: readonly Run[];
  /** The number of the last of these runs in the index; absent without runs. */
  last?: number;
  /** Give this to the next search for the runs after these; absent after the last one. */
  next?: number;
}

/** Which runs' facts are wanted. Times are milliseconds since the epoch. */
export interface FactsFilter {
  /** Runs that began then or later. */
  from?: number;
  /** Runs that began before. */
  to?: number;
  session?: string;
  /** Set for runs that completed although nodes failed or a hook blocked them: few, and read without the others. */
  degraded?: true;
}

/** What was read of an app's runs. */
export interface Coverage {
  /** How many runs the index has with all their events. */
  indexed: number;
  /** How many runs the app has, as it said last. */
  total?: number;
  /** The time from which on every run that has ended is in the index. */
  back?: number;
  /** How many more runs it has as the list has them, without their events. */
  listed?: number;
  /** How many of these have ended, so that their events can be read. */
  unread?: number;
}

/** How many runs a search looks at: those with all their events, and those that are known as the list has them. */
export function searchedRuns({ indexed, listed = 0 }: Coverage): number {
  return indexed + listed;
}
