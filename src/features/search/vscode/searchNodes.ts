import type { FoundRun, FoundStep, MarkedText } from "../core/indexTypes.ts";

/** A row of the search results. A node keeps its identity, so that a change never collapses or deselects it. */
export type SearchNode =
  | {
      kind:
        | "total"
        | "stepless"
        | "reading"
        | "readFailed"
        | "full"
        | "failed"
        | "searching"
        | "newer"
        | "load"
        | "moreRuns";
    }
  | { kind: "suggestion"; place: number }
  | FoundNode
  | StepNode
  | MoreStepsNode;

/** A run that matches. */
interface FoundNode {
  kind: "found";
  connectionId: string;
  runId: string;
}

/** A matching step, or a matching value of the run's input or output. */
interface StepNode {
  kind: "match";
  connectionId: string;
  runId: string;
  /** Its place among the matches of its run. */
  place: number;
}

interface MoreStepsNode {
  kind: "moreSteps";
  connectionId: string;
  runId: string;
}

export type Match =
  | { kind: "step"; step: FoundStep }
  /** `input.amount` and `1480`. */
  | { kind: "value"; path: string; text: string };

/** A search that finds something, when this one finds nothing. */
export interface Suggestion {
  query: string;
  label: MarkedText;
  kind: "instead" | "without";
  runs: number;
}

export function searchNodeId(node: SearchNode): string {
  switch (node.kind) {
    case "suggestion":
      return `suggestion:${node.place}`;
    case "found":
    case "moreSteps":
      return `${node.kind}:${node.runId}`;
    case "match":
      return `match:${node.runId}:${node.place}`;
    default:
      return node.kind;
  }
}

/** The matches of a run, its values first. */
export function matchesOf({ values, steps }: FoundRun): Match[] {
  return [
    ...values.map(({ path, text }): Match => ({ kind: "value", path, text })),
    ...steps.map((step): Match => ({ kind: "step", step })),
  ];
}
