import type { TraceRun } from "./trace.ts";

/**
 * The nodes of a body by the roots of their runs, each in the order of the body. Of several nodes with one id the last
 * counts.
 *
 * @param rootWith the root of a run that is known already and has this node
 */
export function byRoot(
  nodes: readonly TraceRun[],
  rootWith: (nodeId: string) => string | undefined,
): Map<string, Map<string, TraceRun>> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const rootOf = new Map<string, string>();
  const found = new Map<string, Map<string, TraceRun>>();
  for (const node of byId.values()) {
    const root = findRoot(node, byId, rootOf, rootWith);
    const own = found.get(root);
    if (own) own.set(node.id, node);
    else found.set(root, new Map([[node.id, node]]));
  }
  return found;
}

/** Without recursion, because a body may nest as deep as it is long. A node that is its own ancestor is a root. */
function findRoot(
  node: TraceRun,
  byId: ReadonlyMap<string, TraceRun>,
  rootOf: Map<string, string>,
  rootWith: (nodeId: string) => string | undefined,
): string {
  const way = new Set<string>();
  let root: string | undefined;
  for (let at = node; root === undefined;) {
    way.add(at.id);
    const above = at.parent_run_id ?? undefined;
    const parent = above === undefined ? undefined : byId.get(above);
    if (above === undefined || way.has(above)) root = at.id;
    else if (parent) root = rootOf.get(above);
    else root = rootWith(above) ?? at.id;
    if (parent) at = parent;
  }
  for (const id of way) rootOf.set(id, root);
  return root;
}

/**
 * A trace with what a post says of it. The later post counts, but posts of several threads can overtake each other: a
 * node that has ended never runs again.
 */
export function merged(
  known: ReadonlyMap<string, TraceRun>,
  posted: ReadonlyMap<string, TraceRun>,
): Map<string, TraceRun> {
  const all = new Map(known);
  for (const [id, node] of posted) {
    const before = all.get(id);
    if (!before || hasEnded(node) || !hasEnded(before)) all.set(id, node);
  }
  return all;
}

function hasEnded({ status }: TraceRun): boolean {
  return status !== null && status !== undefined;
}
