import type { FoundRun, FoundStep } from "../core/indexTypes.ts";

/** A row of the search results. The commands of the *Runs* view take those of runs and steps. */
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
  | FoundNode
  | StepNode
  | MoreStepsNode;

interface OfRun {
  connectionId: string;
  runId: string;
  run: FoundRun;
}

/** A run that matches. */
interface FoundNode extends OfRun {
  kind: "found";
  /** Whether its steps are shown at first. */
  isOpen: boolean;
}

/** A matching step, or a matching value of the run's input or output. */
interface StepNode extends OfRun {
  kind: "match";
  /** Its place among the matches of its run. */
  place: number;
  match: Match;
}

interface MoreStepsNode extends OfRun {
  kind: "moreSteps";
}

export type Match =
  | { kind: "step"; step: FoundStep }
  /** `input.amount` and `1480`. */
  | { kind: "value"; path: string; text: string };

/** VS Code knows a row by it, so that a change never collapses or deselects it. */
export function searchNodeId(node: SearchNode): string {
  switch (node.kind) {
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
