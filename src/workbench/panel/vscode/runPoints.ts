import type { Uri } from "vscode";
import type { Run } from "#api/schemas.ts";
import type { Disposable } from "#base/disposable.ts";
import type { Event } from "#base/emitter.ts";
import { NothingToDo } from "#host/errors/userError.ts";
import type { RunFacts } from "#runs/facts/runFacts.ts";
import type { RunWatch } from "#runs/live/watchTypes.ts";
import type { Act } from "#workbench/core/acts.ts";
import { point, type Points } from "#workbench/core/points.ts";
import type { PanelMemory } from "#workbench/panel/page/messages.ts";
import type { NoteView } from "#workbench/panel/page/noteViews.ts";

export type RunRef = Pick<PanelMemory, "connectionId" | "runId" | "file">;

/** What a feature knows of runs, and shows in their panels as a banner and marks at steps. */
export interface RunNotes {
  /** Fires when a run may have another note. */
  onDidChange: Event<void>;
  view(ref: RunRef, watch: RunWatch): Promise<NoteView | undefined>;
  /** What the buttons of its banners do. */
  acts: readonly Act<PanelMemory>[];
}

interface RunComparisons {
  /** The comparison in view. */
  readonly active: ComparedSides | undefined;
  open(runs: ComparedSides): void;
}

/** Two runs beside each other. */
export interface ComparedSides {
  a: ComparedSide;
  b: ComparedSide;
}

interface ComparedSide extends RunRef {
  /** The name at the head of its column. */
  name?: string;
  /** Why it was chosen, as the end of a sentence: *the same input*. */
  why?: string;
}

/** What is known of the runs of an app without its list. */
export interface FactsSource {
  facts(filter?: { session?: string }): Promise<RunFacts[]>;
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** A part of an app: an agent, a node or a tool. */
export interface NodeName {
  /** Absent for a tool, of which an agent knows only the name. */
  id?: string;
  name: string;
}

/** Where code is. Its line counts from 1. */
export interface SourceLocation {
  file: string;
  line: number;
}

/** Where the code of apps is that is on this machine. */
export interface RunSources {
  /** Fires with the id of a connection whose code was loaded. */
  onDidChange: Event<string>;
  of(connectionId: string, node: NodeName): SourceLocation | undefined;
}

/** Where the code of apps is that run on this machine. */
export const runSources = point<RunSources>("sources of runs");

/** What writes runs to files, and opens such files. */
interface RunExports {
  /** @param second as for a command @returns the ids of the exported runs */
  write(targets: readonly RunRef[], second: unknown): Promise<string[] | undefined>;
  /** @param file otherwise the person chooses one */
  open(file?: Uri): Promise<unknown>;
}

/** What can be done with a run of an app: buttons in its panel. */
export const runActs = point<Act<PanelMemory>>("actions on runs");

/** What can be done with the session and the user of a run of an app: buttons beside them. */
export const sessionActs = point<Act<PanelMemory>>("actions on sessions");

export const runExports = point<RunExports>("run exports");

export const runNotes = point<RunNotes>("run notes");

/** What compares two runs. */
export const comparisons = point<RunComparisons>("comparisons");

/** What is known of the runs of an app, by the id of its connection. */
export const runFacts = point<(connectionId: string) => FactsSource | undefined>("facts of runs");

/** Whether another view than a panel has a run in sight. */
export const runVisibility = point<(connectionId: string, run: Run) => boolean>("views of runs");

/** Opens a comparison. @throws NothingToDo without a feature that compares runs */
export function compare({ points }: { points: Points }, runs: ComparedSides): void {
  const [first] = points.of(comparisons);
  if (!first) throw new NothingToDo("Runs can't be compared here.");
  first.open(runs);
}

/** @throws NothingToDo without a feature that exports runs */
export function exportsOf({ points }: { points: Points }): RunExports {
  const [first] = points.of(runExports);
  if (!first) throw new NothingToDo("Runs can't be exported here.");
  return first;
}
