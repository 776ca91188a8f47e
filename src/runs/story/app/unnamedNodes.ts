import { isContainer } from "../../../base/json/exactNumber.ts";
import { fieldsOf } from "../../../base/json/fieldsOf.ts";
import { readTables } from "../../../model/shortTable.ts";
import type { NodeEnd } from "./appParts.ts";
import type { SpeakerState } from "./speakers.ts";

/**
 * Nodes that stream nothing: a sub-workflow, a Map, a decision table. No event names them, so they are called what they
 * are. The agents inside a sub-workflow or a Map stream as nodes that the workflow itself doesn't have.
 */
export function kindOfNode({ input, output }: NodeEnd, hasSpeakers: boolean): string | undefined {
  if (isMap(input, output)) return "Map";
  if (hasSpeakers) return "Sub-workflow";
  const [table] = readTables(output);
  return table?.of === "rules" ? "Decision table" : table?.of === "findings" ? "Rules" : undefined;
}

/** A Map runs its node once for each item of its input. */
function isMap(input: unknown, output: unknown): boolean {
  const [items, results] = [fieldsOf(input)["input"], fieldsOf(output)["output"]];
  return Array.isArray(items) && Array.isArray(results) && items.length === results.length;
}

/** More levels of an output aren't searched for nodes, and no more fields of each. */
const deepest = 4;
const mostFields = 1_000;

/** The outputs of nodes inside the output of another one: a sub-workflow has them by their ids. */
export function outputsWithin(output: unknown, depth = 0): [node: string, output: unknown][] {
  if (!isContainer(output) || depth === deepest) return [];
  return Object.entries(output)
    .slice(0, mostFields)
    .flatMap(([key, value]: [string, unknown]): [string, unknown][] =>
      isContainer(value) ? [[key, value], ...outputsWithin(value, depth + 1)] : [],
    );
}

/** The speakers inside each node that has said nothing itself. Each is inside one node. */
export function speakersInside(
  nodes: readonly NodeEnd[],
  all: readonly SpeakerState[],
  textsWithin: (output: unknown) => ReadonlyMap<string, string>,
): ReadonlyMap<string, readonly SpeakerState[]> {
  const own = new Set(nodes.map(({ node }) => node));
  const spoken = new Set(all.map(({ words }) => words.node));
  const left = new Set(all.filter(({ words, speaker }) => isInner(words.node, own) && speaker.calledBy === undefined));
  const silent = left.size === 0 ? [] : nodes.filter(({ node }) => !spoken.has(node));
  const inside = new Map<string, SpeakerState[]>();
  const take = (node: string, isThere: (each: SpeakerState) => boolean): void => {
    const found = [...left].filter(isThere);
    for (const each of found) left.delete(each);
    if (found.length > 0) inside.set(node, [...(inside.get(node) ?? []), ...found]);
  };
  // An id is certain. A text may be handed on to a later node as well.
  for (const { node, output } of silent) {
    const ids = new Set(outputsWithin(output).map(([id]) => id));
    take(node, ({ words }) => ids.has(words.node!));
  }
  for (const { node, output } of silent) {
    const texts = textsWithin(output);
    take(node, (each) => each.texts.answerIn(texts) !== undefined);
  }
  return inside;
}

function isInner(node: string | undefined, own: ReadonlySet<string>): boolean {
  return node !== undefined && !own.has(node);
}
