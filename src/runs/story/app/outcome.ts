import { saysMocked } from "../../../model/mocked.ts";
import type { StepList } from "../stepList.ts";
import type { NodeOutcome } from "../storySteps.ts";
import type { AppPart, NodeEnd } from "./appParts.ts";
import { decodeEscapes } from "./escapes.ts";
import { type MessageTime, placeOf } from "./messageTime.ts";
import type { Speakers } from "./speakers.ts";

/** A node's output is the truth about its answer, however often the answer was streamed. */
export function settleNode(speakers: Speakers, { node, output }: NodeEnd): void {
  const content = typeof output === "object" && output !== null && "content" in output ? output.content : undefined;
  if (content === undefined || content === null) return;
  speakers.all.findLast(({ words }) => words.node === node)?.texts.settleAnswer(content);
}

/** The run's output shows how to read an answer that it contains. It doesn't say whose answer it is. */
export function settleByOutput(speakers: Speakers, output: unknown): void {
  const texts = answerTexts(output);
  for (const { texts: said } of speakers.all) {
    const raw = said.answerRaw;
    const found = raw === undefined ? undefined : texts.find((text) => decodeEscapes(raw).trim() === text.trim());
    if (found !== undefined) said.settleAnswer(found);
  }
}

function nodeOutcome(speakers: Speakers, { node, status, error, output }: NodeEnd): NodeOutcome {
  const ofNode = speakers.all.filter(({ words }) => words.node === node);
  const from = ofNode[0]?.from;
  const until = ofNode.at(-1)?.until;
  const duration = from === undefined || until === undefined ? undefined : until - from;
  const mocked = saysMocked(output, error) ? ({ mocked: true } as const) : {};
  return { node, name: speakers.nameOf(node), status, ...mocked, error: error ?? undefined, duration };
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
    const { id, sequence, at } = placeOf(moment);
    const step = { id, sequence, at, kind: "workflow" as const, outcome, error: error ?? undefined };
    this.#steps.add({ ...step, nodes: nodes.map((end) => nodeOutcome(this.#speakers, end)) });
    this.#ids.push(id);
  }

  /** Updates the names of nodes, because an event after the end can name them. */
  rename(): void {
    for (const id of this.#ids) {
      const step = this.#steps.find(id);
      if (step?.kind !== "workflow") continue;
      this.#steps.replace({
        ...step,
        nodes: step.nodes.map((end) => ({ ...end, name: this.#speakers.nameOf(end.node) })),
      });
    }
  }
}

/** The texts in an output that can be an answer: the output itself, its `content`, and those of its nodes. */
function answerTexts(output: unknown): string[] {
  return contentsWithin(output, 3);
}

function contentsWithin(value: unknown, depth: number): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  const { content, output } = value as Record<string, unknown>;
  if (content !== undefined) return typeof content === "string" ? [content] : [];
  if (output !== undefined) return contentsWithin(output, depth - 1);
  return Object.values(value).flatMap((each) => (typeof each === "object" ? contentsWithin(each, depth - 1) : []));
}
