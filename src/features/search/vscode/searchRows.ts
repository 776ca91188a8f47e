import { countOf } from "../../../model/counts.ts";
import { matchesOf, type SearchNode } from "./searchNodes.ts";
import type { ShownResults } from "./searchResults.ts";

/** The first runs show their steps. */
const openRuns = 5;

/** The rows of the view, or those below a row. */
export function searchRows(shown: ShownResults | undefined, node?: SearchNode): SearchNode[] {
  if (node) return node.kind === "found" ? below(node) : [];
  return shown ? roots(shown) : [];
}

function below({ connectionId, runId, run }: SearchNode & { kind: "found" }): SearchNode[] {
  const of = { connectionId, runId, run };
  const matches = matchesOf(run).map((match, place): SearchNode => ({ kind: "match", ...of, place, match }));
  return run.moreSteps > 0 ? [...matches, { kind: "moreSteps", ...of }] : matches;
}

function roots(shown: ShownResults): SearchNode[] {
  const { connectionId, runs, reading, newer, stepless = 0, next, error, isSearching } = shown;
  if (error !== undefined) return [{ kind: "failed" }];
  const nodes: SearchNode[] = [{ kind: "total" }];
  if (reading.kind === "reading") nodes.push({ kind: "reading" });
  else if (canLoad(shown)) nodes.push({ kind: "load" });
  if (stepless > 0) nodes.push({ kind: "stepless" });
  if (reading.kind === "failed") nodes.push({ kind: "readFailed" });
  if (reading.kind === "done" && reading.isFull) nodes.push({ kind: "full" });
  if (newer > 0) nodes.push({ kind: "newer" });
  if (isSearching && runs.length === 0) return [...nodes, { kind: "searching" }];
  for (const [place, run] of runs.entries())
    nodes.push({ kind: "found", connectionId, runId: run.id, run, isOpen: place < openRuns });
  return next === undefined ? nodes : [...nodes, { kind: "moreRuns" }];
}

/** What the results are of, beside the view's title. @param otherApp the app's name if it isn't the active one */
export function viewDescription(shown: ShownResults | undefined, otherApp: string | undefined): string {
  if (!shown) return "";
  const { given, count, query } = shown;
  const of = given ? `${countOf(count, "run")} · ${given.title}` : query.text;
  return [otherApp, of].filter(Boolean).join(" · ");
}

/** Whether the results could be of more runs. An index that is full takes no more. */
function canLoad({ load, reading, given }: Pick<ShownResults, "load" | "reading" | "given">): boolean {
  const isFull = reading.kind === "done" && reading.isFull;
  return !given && load !== undefined && reading.kind !== "reading" && !isFull;
}
