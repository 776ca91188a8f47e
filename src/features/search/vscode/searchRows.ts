import { countOf } from "../../../model/counts.ts";
import type { FoundRun } from "../core/indexTypes.ts";
import { matchesOf, searchNodeId, type SearchNode } from "./searchNodes.ts";
import type { ShownResults } from "./searchResults.ts";

/** Which rows the results have, in their order. */
export class SearchRows {
  readonly #nodes = new Map<string, SearchNode>();

  /** The rows of the view, or those below a row. */
  children(shown: ShownResults | undefined, node?: SearchNode): SearchNode[] {
    if (!shown) return [];
    const nodes = node ? this.#below(shown, node) : roots(shown);
    return nodes.map((each) => this.#same(each));
  }

  parent(node: SearchNode): SearchNode | undefined {
    if (node.kind !== "match" && node.kind !== "moreSteps") return undefined;
    return this.#same({ kind: "found", connectionId: node.connectionId, runId: node.runId });
  }

  clear(): void {
    this.#nodes.clear();
  }

  #below({ runs }: ShownResults, node: SearchNode): SearchNode[] {
    if (node.kind !== "found") return [];
    const run = runs.find(({ id }) => id === node.runId);
    if (!run) return [];
    const { connectionId, runId } = node;
    const matches = matchesOf(run).map((_, place): SearchNode => ({ kind: "match", connectionId, runId, place }));
    return run.moreSteps > 0 ? [...matches, { kind: "moreSteps", connectionId, runId }] : matches;
  }

  /** The same object for the same row, as VS Code's tree needs it. */
  #same(node: SearchNode): SearchNode {
    const id = searchNodeId(node);
    const known = this.#nodes.get(id);
    if (known && JSON.stringify(known) === JSON.stringify(node)) return known;
    this.#nodes.set(id, node);
    return node;
  }
}

function roots(shown: ShownResults): SearchNode[] {
  const { connectionId, runs, reading, newer, stepless = 0, next, error, isSearching, suggestions } = shown;
  if (error !== undefined) return [{ kind: "failed" }];
  const nodes: SearchNode[] = [{ kind: "total" }];
  if (reading.kind === "reading") nodes.push({ kind: "reading" });
  else if (canLoad(shown)) nodes.push({ kind: "load" });
  if (stepless > 0) nodes.push({ kind: "stepless" });
  if (reading.kind === "failed") nodes.push({ kind: "readFailed" });
  if (reading.kind === "done" && reading.isFull) nodes.push({ kind: "full" });
  if (newer > 0) nodes.push({ kind: "newer" });
  if (isSearching && runs.length === 0) return [...nodes, { kind: "searching" }];
  nodes.push(...runs.map(({ id }: FoundRun): SearchNode => ({ kind: "found", connectionId, runId: id })));
  if (next !== undefined) nodes.push({ kind: "moreRuns" });
  if (runs.length > 0) return nodes;
  return [...nodes, ...suggestions.map((_, place): SearchNode => ({ kind: "suggestion", place }))];
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
