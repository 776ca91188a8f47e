import type { PanelAction } from "../../panel/page/viewModels.ts";
import type { CompareProblem, CompareView, RowBody, RowColumns, Side } from "./compareViews.ts";

/** Which run of which connection or file, and what its column is called. */
export interface ComparedRun {
  runId: string;
  /** Empty for a run out of a file. */
  connectionId: string;
  /** The URI of the export that the run is read from. */
  file?: string;
  /** Stands at the head of its column, for example *Golden run*. */
  name?: string;
  /** Why it was chosen, as the end of a sentence: *the same input*. */
  why?: string;
}

export interface ComparedRuns {
  a: ComparedRun;
  b: ComparedRun;
}

/** Rows, each with its number. */
export type NumberedBodies = readonly (readonly [row: number, body: RowBody])[];

/**
 * Extension → panel of a comparison. `version` rises with each `rows`, and a body belongs to the version in which it
 * was made.
 */
export type CompareHostMessage =
  /** The values that the panel keeps with `setState`, beside its own. Sent once, before the rest. */
  | { type: "remember"; memory: ComparedRuns }
  /** There is nothing to compare yet. */
  | { type: "loading"; title: string; headline: string; text: string }
  | { type: "problem"; problem: CompareProblem }
  | { type: "view"; view: CompareView }
  | { type: "rows"; version: number; rows: RowColumns; bodies: NumberedBodies }
  | { type: "bodies"; version: number; bodies: NumberedBodies };

export type ComparePanelMessage =
  | { type: "ready" }
  /** The content of these rows is in view. */
  | { type: "loadBodies"; version: number; rows: number[] }
  | { type: "openStep"; side: Side; row: number }
  | { type: "openRun"; side: Side }
  | { type: "swap" }
  /** Compares the runs as they are now. */
  | { type: "refresh" }
  | { type: "copy"; text: string }
  | { type: "retry"; side: Side }
  /** A button for a problem with one of the runs. */
  | { type: "action"; action: PanelAction; side: Side };
