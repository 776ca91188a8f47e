import * as z from "zod";
import { isContainer } from "#base/json/exactNumber.ts";
import { parseJson, TooMuchJsonError } from "#base/json/parseJson.ts";
import { preciseTime } from "#model/isoTime.ts";
import { StorageError } from "#storage/storageError.ts";

/**
 * What the SDK's tracing handler posts, read tolerantly: a node with an odd field keeps the rest, and fields that we
 * don't know stay as they are. One node of a program's run is a `TraceRun`; the run itself is a root.
 */

const text = z.string().nullish().catch(null);

const errorSchema = z.looseObject({ message: text, traceback: text, type: text }).nullish().catch(null);

/** One try of a node. Several mean that it was retried. */
const attemptSchema = z.looseObject({ start_time: text, end_time: text, status: text, error: errorSchema });

/** One node of a run: a workflow, a flow, an agent, a model call, a tool call. Only the id is certain. */
const traceRunSchema = z.looseObject({
  id: z.string().min(1),
  parent_run_id: text,
  /** `workflow`, `flow` or `node`. */
  type: text,
  name: text,
  /** ISO 8601 with microseconds. */
  start_time: text,
  end_time: text,
  /** `succeeded`, `failed`, `skipped`, `canceled`; null while it runs. */
  status: text,
  input: z.unknown().optional(),
  output: z.unknown().optional(),
  error: errorSchema,
  executions: z.array(attemptSchema).nullish().catch(null),
  metadata: z.unknown().optional(),
});

export type TraceRun = z.infer<typeof traceRunSchema>;

export interface ParsedTrace {
  /** The runs, each id once: of several the last one, where the first one was. */
  runs: TraceRun[];
  /** What couldn't be read, without its content. */
  problems: string[];
}

/** Number of unreadable runs that are named one by one. */
const maxProblems = 10;

/** @param source a body `{"runs": […]}`, or a list of runs @throws StorageError over 10 million lists and objects */
export function parseTraceBody(source: string): ParsedTrace {
  let body: unknown;
  try {
    body = parseJson(source);
  } catch (error) {
    if (!(error instanceof TooMuchJsonError)) return { runs: [], problems: ["A trace isn't JSON"] };
    throw new StorageError(`A trace ${error.message}. Create a new tracing handler for each run.`);
  }
  const list = listOfRuns(body);
  return list ? readTraceRuns(list) : { runs: [], problems: ["A trace has no list of runs"] };
}

/** The runs of a trace that is JSON already; `undefined` if it has another form. */
export function listOfRuns(body: unknown): readonly unknown[] | undefined {
  if (Array.isArray(body)) return body;
  const runs = isContainer(body) ? (body as { runs?: unknown }).runs : undefined;
  return Array.isArray(runs) ? runs : undefined;
}

export function readTraceRuns(list: readonly unknown[]): ParsedTrace {
  const runs = new Map<string, TraceRun>();
  const problems: string[] = [];
  for (const [index, each] of list.entries()) {
    const read = traceRunSchema.safeParse(each);
    if (read.success) runs.set(read.data.id, read.data);
    else problems.push(`Run ${index + 1} of ${list.length} ${isContainer(each) ? "has no id" : "isn't an object"}`);
  }
  const more = problems.length - maxProblems;
  const named = more > 0 ? [...problems.slice(0, maxProblems), `${more} more can't be read`] : problems;
  return { runs: [...runs.values()], problems: named };
}

/** The runs of a program among its nodes, in their order. A node whose parent is missing is one, too. */
export function rootsOf(all: readonly TraceRun[]): TraceRun[] {
  const ids = new Set(all.map(({ id }) => id));
  return all.filter(({ parent_run_id: parent }) => parent === null || parent === undefined || !ids.has(parent));
}

/** The nodes of one run, in the order of their start. */
export class TraceTree {
  readonly root: TraceRun;
  /** The root and all nodes under it, each before its children. */
  readonly nodes: readonly TraceRun[];
  readonly #children: ReadonlyMap<string, readonly TraceRun[]>;

  /** @param all may also hold nodes of other runs */
  constructor(root: TraceRun, all: readonly TraceRun[]) {
    this.root = root;
    this.#children = byParent(all);
    const nodes = [root];
    const seen = new Set([root.id]);
    // Not recursive: a trace may nest deeper than the stack. A node that is its own ancestor comes once.
    for (const node of nodes) {
      for (const child of this.#children.get(node.id) ?? []) {
        if (seen.has(child.id)) continue;
        seen.add(child.id);
        nodes.push(child);
      }
    }
    this.nodes = nodes;
  }

  /** A node's children by their start; those without one stay where the trace has them. */
  childrenOf({ id }: Pick<TraceRun, "id">): readonly TraceRun[] {
    return this.#children.get(id) ?? [];
  }
}

function byParent(all: readonly TraceRun[]): Map<string, TraceRun[]> {
  const children = new Map<string, TraceRun[]>();
  for (const run of all) {
    const { parent_run_id: parent } = run;
    if (parent === null || parent === undefined) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(run);
    else children.set(parent, [run]);
  }
  for (const [parent, siblings] of children) children.set(parent, byStart(siblings));
  return children;
}

/** Sorts runs by their start. One without a start stays behind the one before it. */
function byStart(runs: readonly TraceRun[]): TraceRun[] {
  let last = -Infinity;
  const dated = runs.map((run) => ({ run, start: (last = startOf(run) ?? last) }));
  return dated.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)).map(({ run }) => run);
}

/** In milliseconds since the epoch, with the microseconds behind the point. */
export function startOf(run: Pick<TraceRun, "start_time">): number | undefined {
  return preciseTime(run.start_time);
}

export function endOf(run: Pick<TraceRun, "end_time">): number | undefined {
  return preciseTime(run.end_time);
}

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

/** Finds roots without recursion: a body may nest as deep as it is long. A node that is its own ancestor is a root. */
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
    // The run that has the parent may have got a parent itself, in this body.
    const parentId = above === undefined || byId.has(above) ? above : rootWith(above);
    const parent = parentId === undefined ? undefined : byId.get(parentId);
    if (parentId === undefined || way.has(parentId)) root = at.id;
    else root = parent ? rootOf.get(parentId) : parentId;
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
    if (!before || !isRunning(node) || isRunning(before)) all.set(id, node);
  }
  return all;
}

export function isRunning({ status }: TraceRun): boolean {
  return status === null || status === undefined;
}
