import { isContainer } from "../../../base/json/exactNumber.ts";
import { blockedBy } from "../../../model/block.ts";
import { saysMocked } from "../../../model/mocked.ts";
import { shortPlaceholders } from "../../../model/placeholders.ts";
import type { StepList } from "../stepList.ts";
import type { NodeOutcome } from "../storySteps.ts";
import type { AppPart, NodeEnd } from "./appParts.ts";
import { type MessageTime, placeOf } from "./messageTime.ts";
import type { Speakers, SpeakerState } from "./speakers.ts";

/** A node's output is the truth about its answer, however often the answer was streamed. */
export function settleNode(speakers: Speakers, { node, output }: NodeEnd): void {
  const content = typeof output === "object" && output !== null && "content" in output ? output.content : undefined;
  if (content === undefined || content === null) return;
  speakers.all.findLast(({ words }) => words.node === node)?.texts.settleAnswer(content);
}

/**
 * An output shows how to read the answers that it contains. It doesn't say whose they are: those of a sub-workflow or a
 * Map are by nodes that aren't the workflow's own.
 */
export function settleByOutput(speakers: readonly Pick<SpeakerState, "texts">[], output: unknown): void {
  if (speakers.length === 0) return;
  const texts = new Set(textsWithin(output).map((text) => shortPlaceholders(text).trim()));
  for (const { texts: said } of speakers) {
    const found = said.answerIn(texts);
    if (found !== undefined) said.settleAnswer(found);
  }
}

function nodeOutcome(speakers: Speakers, { node, status, error, output }: NodeEnd): NodeOutcome {
  const ofNode = speakers.all.filter(({ words }) => words.node === node);
  const from = ofNode[0]?.from;
  const until = ofNode.at(-1)?.until;
  const duration = from === undefined || until === undefined ? undefined : until - from;
  const mocked = saysMocked(output, error) ? ({ mocked: true } as const) : {};
  const by = blockedBy(output);
  const blocked = by === undefined ? {} : { blockedBy: by };
  return { node, name: speakers.nameOf(node), status, ...mocked, ...blocked, error: error ?? undefined, duration };
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

/** More of an output isn't read, in values. */
const mostValues = 10_000;

/** The texts in an output: itself, and those anywhere in it. */
function textsWithin(output: unknown): string[] {
  const queue = [output];
  for (let read = 0; read < Math.min(queue.length, mostValues); read++) {
    const value = queue[read];
    if (isContainer(value)) for (const each of Object.values(value)) queue.push(each);
  }
  return queue.filter((value) => typeof value === "string");
}
