import { isFields } from "#base/json/fieldsOf.ts";
import { countContainers, maxContainers, parseJson, TooMuchJsonError } from "#base/json/parseJson.ts";
import { sameJson } from "#base/json/sameJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { readTraceRuns, type TraceRun } from "./trace.ts";

/**
 * The file of a run: lines of JSON, to which each post adds what is new. `{"node": …}` is a node as a whole, and
 * `{"id": …, "change": …}` has the fields of one that have changed. Each post of a live run holds all steps so far, so a
 * file that each post writes anew is written a hundred times.
 */

type Fields = Readonly<Record<string, unknown>>;
type Nodes = ReadonlyMap<string, TraceRun>;

/** The nodes of a run, as its file has them. */
export interface TraceLog {
  /** The root first. */
  readonly nodes: Nodes;
  /** How many lists and objects its lines hold, which is what its memory depends on. */
  readonly containers: number;
}

export const noLog: TraceLog = { nodes: new Map(), containers: 0 };

/**
 * The lines that turn one log into another; empty if nothing has changed. They begin a line, too: so what an interrupted
 * write has left spoils nothing after it.
 *
 * @param nodes all that `before` has, the root first
 * @throws TooMuchJsonError when the log would hold more lists and objects than memory can
 */
export function linesBetween(
  before: TraceLog,
  nodes: Nodes,
  containerLimit = maxContainers,
): { text: string; log: TraceLog } {
  const lines: string[] = [];
  for (const [id, node] of nodes) {
    const earlierNode = before.nodes.get(id);
    if (earlierNode && sameJson(earlierNode, node)) continue;
    const change = earlierNode && changeBetween(earlierNode, node);
    const line: object = change ? { id, change } : { node };
    lines.push(stringifyJson(line));
  }
  const containers = lines.reduce((sum, line) => sum + countContainers(line), before.containers);
  if (containers > containerLimit) throw new TooMuchJsonError();
  return { text: lines.length === 0 ? "" : `\n${lines.join("\n")}\n`, log: { nodes, containers } };
}

/**
 * Reads lines. One that was broken off is left out: the next post has brought its content again.
 *
 * @throws TooMuchJsonError when they hold more lists and objects than memory can
 */
export function readLog(text: string, containerLimit = maxContainers): TraceLog {
  const found = new Map<string, Fields>();
  let containers = 0;
  for (const line of text.split("\n")) {
    containers += countContainers(line);
    if (containers > containerLimit) throw new TooMuchJsonError();
    const { node, id, change } = fieldsIn(line);
    if (isFields(node) && typeof node["id"] === "string") found.set(node["id"], node);
    else if (typeof id === "string" && isFields(change)) found.set(id, withChange(found.get(id), change) as Fields);
  }
  const { runs } = readTraceRuns([...found.values()]);
  return { nodes: new Map(runs.map((run) => [run.id, run])), containers };
}

function fieldsIn(line: string): Fields {
  try {
    const read = parseJson(line);
    return isFields(read) ? read : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

/** The fields that have changed, those of objects too; `undefined` if one is gone, which a change can't say. */
function changeBetween(before: Fields, after: Fields): Fields | undefined {
  const changed: [string, unknown][] = [];
  if (!Object.keys(before).every((key) => Object.hasOwn(after, key))) return undefined;
  for (const [key, value] of Object.entries(after)) {
    const earlierValue = ownField(before, key);
    if (Object.hasOwn(before, key) && sameJson(earlierValue, value)) continue;
    const isDeeper = isFields(earlierValue) && isFields(value);
    const inner = isDeeper ? changeBetween(earlierValue, value) : value;
    if (isDeeper && inner === undefined) return undefined;
    changed.push([key, inner]);
  }
  return Object.fromEntries(changed);
}

function withChange(before: unknown, change: unknown): unknown {
  if (!isFields(before) || !isFields(change)) return change;
  const changed = Object.entries(change).map(
    ([key, value]) => [key, withChange(ownField(before, key), value)] as const,
  );
  return { ...before, ...Object.fromEntries(changed) };
}

function ownField(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
