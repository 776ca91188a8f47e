import { isContainer } from "#base/json/exactNumber.ts";
import { fieldsOf } from "#base/json/fieldsOf.ts";
import { blockWithin } from "#model/block.ts";
import { saysMocked } from "#model/mocked.ts";
import { shortPlaceholders, withShortPlaceholders } from "#model/placeholders.ts";
import { readTables } from "#model/shortTable.ts";
import type { StepList } from "#runs/story/stepList.ts";
import type { NodeOutcome } from "#runs/story/storySteps.ts";
import { type AppPart, type NodeEnd, type MessageTime, stepPosition } from "./appParts.ts";
import type { Speakers, SpeakerState } from "./speakers.ts";

/** The outputs of nodes are the truth about their answers; a sub-workflow has those of its own nodes in its output. */
export function settleNodes(speakers: Speakers, nodes: readonly NodeEnd[]): void {
  const newest = new Map(speakers.all.map((by) => [by.words.node, by]));
  const given = nodes.flatMap(({ node, output }) => [[node, output] as const, ...outputsWithin(output)]);
  for (const [node, output] of given) {
    const content = isContainer(output) && "content" in output ? output.content : undefined;
    if (content !== undefined && content !== null) newest.get(node)?.texts.settleAnswer(content);
  }
}

/**
 * An output shows how to read the answers that it contains. It doesn't say whose they are: those of a sub-workflow or a
 * Map are by nodes that aren't the workflow's own.
 */
export function settleByOutput(speakers: readonly Pick<SpeakerState, "texts">[], output: unknown): void {
  if (speakers.length === 0) return;
  const texts = textsWithin(output);
  for (const { texts: said } of speakers) {
    const found = said.isSettled ? undefined : said.answerIn(texts);
    if (found !== undefined) said.settleAnswer(found);
  }
}

/** @param inside those who spoke inside the node */
function nodeOutcome(speakers: Speakers, end: NodeEnd, inside: readonly SpeakerState[]): NodeOutcome {
  const { node, status, error, output } = end;
  const ofNode = [...speakers.all.filter(({ words }) => words.node === node), ...inside];
  const from = Math.min(...ofNode.map((each) => each.from ?? Infinity));
  const until = Math.max(...ofNode.map((each) => each.until ?? -Infinity));
  const named = speakers.nameOf(node);
  const name = named === node ? (kindOfNode(end, inside.length > 0) ?? node) : named;
  const tables = readTables(output);
  const blocked = blockWithin(output);
  return {
    node,
    name,
    status,
    inside: inside.length > 0 ? inside.map(({ speaker }) => ({ key: speaker.key, name: speaker.name })) : undefined,
    tables: tables.length > 0 ? tables : undefined,
    mocked: saysMocked(output, error) || undefined,
    blocked,
    error: withShortPlaceholders(error ?? undefined),
    duration: until < from ? undefined : until - from,
  };
}

function numbered(nodes: readonly NodeOutcome[]): NodeOutcome[] {
  const counts = new Map<string, number>();
  const isAlone = ({ name, node }: NodeOutcome): boolean =>
    name === node || nodes.filter((other) => other.name === name).length === 1;
  return nodes.map((each) => {
    if (isAlone(each)) return each;
    const count = (counts.get(each.name) ?? 0) + 1;
    counts.set(each.name, count);
    return { ...each, name: `${each.name} ${count}` };
  });
}

/** The ends of workflows in a story. A resumed run can have several. */
export class WorkflowEnds {
  readonly #steps: StepList;
  readonly #speakers: Speakers;
  readonly #ids: string[] = [];

  constructor(steps: StepList, speakers: Speakers) {
    this.#steps = steps;
    this.#speakers = speakers;
  }

  add({ outcome, error, nodes }: Extract<AppPart, { kind: "end" }>, moment: MessageTime): void {
    const { id, sequence, at } = stepPosition(moment);
    const step = {
      id,
      sequence,
      at,
      kind: "workflow" as const,
      outcome,
      error: withShortPlaceholders(error ?? undefined),
    };
    const inside = speakersInside(nodes, this.#speakers.all);
    const ends = nodes.map((end) => nodeOutcome(this.#speakers, end, inside.get(end.node) ?? []));
    this.#steps.add({ ...step, nodes: numbered(ends) });
    this.#ids.push(id);
  }

  /** Updates the names of nodes, because an event after the end can name them. */
  rename(): void {
    for (const id of this.#ids) {
      const step = this.#steps.find(id);
      if (step?.kind !== "workflow") continue;
      this.#steps.replace({
        ...step,
        nodes: step.nodes.map((end) => {
          const name = this.#speakers.nameOf(end.node);
          return name === end.node ? end : { ...end, name };
        }),
      });
    }
  }
}

/** In values. More of an output isn't read. */
const maxValues = 10_000;

/** The texts in an output by their trimmed form: itself, and those anywhere in it. */
function textsWithin(output: unknown): Map<string, string> {
  const queue = [output];
  for (let read = 0; read < Math.min(queue.length, maxValues); read++) {
    const value = queue[read];
    if (isContainer(value)) for (const each of Object.values(value)) queue.push(each);
  }
  const texts = queue.filter((value) => typeof value === "string").map(shortPlaceholders);
  return new Map(texts.map((text) => [text.trim(), text]));
}

/**
 * Nodes that stream nothing: a sub-workflow, a Map, a decision table. No event names them, so they are called what they
 * are. The agents inside a sub-workflow or a Map stream as nodes that the workflow itself doesn't have.
 */
function kindOfNode({ input, output }: NodeEnd, hasSpeakers: boolean): string | undefined {
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

/** How many levels of an output are searched for nodes, and how many fields of each. */
const maxDepth = 4;
const maxFields = 1_000;

/** The outputs of nodes inside the output of another one: a sub-workflow has them by their ids. */
function outputsWithin(output: unknown, depth = 0): [node: string, output: unknown][] {
  if (!isContainer(output) || depth === maxDepth) return [];
  return Object.entries(output)
    .slice(0, maxFields)
    .flatMap(([key, value]: [string, unknown]): [string, unknown][] =>
      isContainer(value) ? [[key, value], ...outputsWithin(value, depth + 1)] : [],
    );
}

/** The speakers inside each node that has said nothing itself. Each is inside one node. */
function speakersInside(
  nodes: readonly NodeEnd[],
  all: readonly SpeakerState[],
): ReadonlyMap<string, readonly SpeakerState[]> {
  const own = new Set(nodes.map(({ node }) => node));
  const speaking = all.filter(({ hasSpoken }) => hasSpoken);
  const spoken = new Set(speaking.map(({ words }) => words.node));
  const left = new Set(
    speaking.filter(({ words, speaker }) => isInner(words.node, own) && speaker.calledBy === undefined),
  );
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
