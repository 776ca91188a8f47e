import type { FoundRun, FoundStep } from "#features/search/core/indexTypes.ts";
import { countOf } from "#model/counts.ts";
import type { ShownResults } from "./searchResults.ts";

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
  /** The index of the match among those of its run. */
  index: number;
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
      return `match:${node.runId}:${node.index}`;
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

/** The first runs show their steps. */
const openRuns = 5;

/** The rows of the view, or those below a row. */
export function searchRows(shown: ShownResults | undefined, node?: SearchNode): SearchNode[] {
  if (node) return node.kind === "found" ? below(node) : [];
  return shown ? roots(shown) : [];
}

function below({ connectionId, runId, run }: SearchNode & { kind: "found" }): SearchNode[] {
  const foundRun = { connectionId, runId, run };
  const matches = matchesOf(run).map((match, index): SearchNode => ({ kind: "match", ...foundRun, index, match }));
  return run.moreSteps > 0 ? [...matches, { kind: "moreSteps", ...foundRun }] : matches;
}

function roots(shown: ShownResults): SearchNode[] {
  const { connectionId, runs, reading, newer, gone, stepless, next, error, isSearching } = shown;
  if (error !== undefined) return [{ kind: "failed" }];
  const nodes: SearchNode[] = [{ kind: "total" }];
  if (reading.kind === "reading") nodes.push({ kind: "reading" });
  else if (canLoad(shown)) nodes.push({ kind: "load" });
  if (stepless > 0) nodes.push({ kind: "stepless" });
  if (reading.kind === "failed") nodes.push({ kind: "readFailed" });
  if (reading.kind === "done" && reading.isFull) nodes.push({ kind: "full" });
  if (newer + gone > 0) nodes.push({ kind: "newer" });
  if (isSearching && runs.length === 0) return [...nodes, { kind: "searching" }];
  for (const [index, run] of runs.entries())
    nodes.push({ kind: "found", connectionId, runId: run.id, run, isOpen: index < openRuns });
  return next === undefined ? nodes : [...nodes, { kind: "moreRuns" }];
}

/** What the results are of, beside the view's title. @param otherApp the app's name if it isn't the active one */
export function viewDescription(shown: ShownResults | undefined, otherApp: string | undefined): string {
  if (!shown) return "";
  const { given, count, query } = shown;
  const title = given ? `${countOf(count, "run")} · ${given.title}` : query.text;
  return [otherApp, title].filter(Boolean).join(" · ");
}

/** Whether the results could be of more runs. An index that is full takes no more. */
function canLoad({ load, reading, given }: Pick<ShownResults, "load" | "reading" | "given">): boolean {
  const isFull = reading.kind === "done" && reading.isFull;
  return !given && load !== undefined && reading.kind !== "reading" && !isFull;
}
