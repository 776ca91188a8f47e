import type { IconName } from "#ui/icons.ts";
import type { NodeView, SpeakerView, StepView } from "#workbench/panel/page/storyViews.ts";

/** The parts of a workflow that have no node. */
const inputSpeaker: SpeakerView = { key: "part input", name: "Input", group: "workflow" };
const resultSpeaker: SpeakerView = { key: "part output", name: "Result", group: "workflow" };

const failureSpeaker: SpeakerView = { ...resultSpeaker, name: "Failure" };

/** The speakers of a story and their names: clones of one agent share a name and are numbered. */
export class SpeakerNames {
  readonly #speakers = new Map<string, string>();
  /** The speakers with the same name, in the order in which they appeared. */
  readonly #bearers = new Map<string, string[]>();

  /** The nodes inside of which they are, by the speaker's key. */
  readonly #within = new Map<string, string>();

  get several(): boolean {
    return this.#speakers.size > 1;
  }

  /** Adds the speaker of a step. Returns whether the names of others may have changed. */
  learn(step: StepView): boolean {
    if (step.kind === "workflow") return this.#learnInside(step.nodes);
    const { speaker } = step;
    if (!speaker) return false;
    const id = speakerId(speaker);
    if (this.#speakers.has(id)) return false;
    this.#speakers.set(id, speaker.name);
    const bearers = this.#bearers.get(speaker.name) ?? [];
    this.#bearers.set(speaker.name, [...bearers, id]);
    return this.#speakers.size === 2 || bearers.length === 1;
  }

  /**
   * The speaker of a step in a story with several speakers: a node, or the beginning or the end of the run itself. The
   * result has a section of its own in every story.
   */
  speakerOf(step: StepView): SpeakerView | undefined {
    if (step.kind === "completed") return resultSpeaker;
    if (!this.several) return undefined;
    if (step.speaker) return this.#numbered(step.speaker);
    switch (step.kind) {
      case "started":
        return inputSpeaker;
      case "workflow":
      case "canceled":
        return resultSpeaker;
      case "failed":
        // The node's own section has its call, and a traceback needs room of its own.
        if (step.frames) return failureSpeaker;
        return step.node === undefined ? resultSpeaker : this.#byName(step.node);
      default:
        return undefined;
    }
  }

  #learnInside(nodes: readonly NodeView[]): boolean {
    const before = this.#within.size;
    for (const { name, inside } of nodes) for (const key of inside?.keys ?? []) this.#within.set(key, name);
    return this.#within.size > before;
  }

  #numbered(speaker: SpeakerView): SpeakerView {
    const bearers = this.#bearers.get(speaker.name) ?? [];
    const within = this.#within.get(speaker.key);
    if (bearers.length < 2 && within === undefined) return speaker;
    const number = bearers.length < 2 ? "" : ` ${bearers.indexOf(speakerId(speaker)) + 1}`;
    return { ...speaker, name: `${speaker.name}${number}`, within };
  }

  /** A failed node that has sent nothing is known by its name only. */
  #byName(name: string): SpeakerView {
    return { key: this.#bearers.get(name)?.[0] ?? `node ${name}`, name, group: "node" };
  }
}

export const endKey = resultSpeaker.key;

export function isEnd({ key }: SpeakerView): boolean {
  return key === endKey;
}

export function speakerId({ key, node }: SpeakerView): string {
  return node ?? key;
}

/** The name in a tree, after the node that it is inside of. */
export function speakerTitle({ name, within }: SpeakerView): string {
  return within === undefined ? name : `${within} › ${name}`;
}

export function speakerKind({ group }: SpeakerView): string | undefined {
  if (group === "llms") return "LLM node";
  if (group === "tools") return "tool node";
  if (group === "operators") return "operator";
  if (group === "utils") return "node";
  return group === "workflow" || group === "node" ? group : undefined;
}

export function speakerIcon({ group }: SpeakerView): IconName {
  if (group === "agents") return "robot";
  if (group === "llms") return "comment";
  if (group === "workflow") return "arrow-circle-right";
  return group === "tools" ? "tools" : "server-process";
}
