import type { SpeakerView, StepView } from "../../../protocol/storyViews.ts";

/** Parts of a workflow that no node of it speaks in. */
const input: SpeakerView = { key: "part input", name: "Input", group: "workflow" };
const output: SpeakerView = { key: "part output", name: "Output", group: "workflow" };

/** Who speaks in a story, and what they are called: clones of one agent bear one name and are numbered. */
export class SpeakerNames {
  /** The names, by what a speaker is known by. */
  readonly #speakers = new Map<string, string>();
  /** What bears a name, in the order in which it was first heard. */
  readonly #bearers = new Map<string, string[]>();

  /** Whether several speak. */
  get several(): boolean {
    return this.#speakers.size > 1;
  }

  /** Takes notice of who an item comes from. Says whether others may be called something else now. */
  learn({ speaker }: StepView): boolean {
    if (!speaker) return false;
    const id = speakerId(speaker);
    if (this.#speakers.has(id)) return false;
    this.#speakers.set(id, speaker.name);
    const bearers = this.#bearers.get(speaker.name) ?? [];
    this.#bearers.set(speaker.name, [...bearers, id]);
    return this.#speakers.size === 2 || bearers.length === 1;
  }

  /**
   * Whose step an item is in a story with several speakers: a node's, or the beginning or the end of the run itself.
   */
  speakerOf(item: StepView): SpeakerView | undefined {
    if (!this.several) return undefined;
    if (item.speaker) return this.#numbered(item.speaker);
    switch (item.kind) {
      case "started":
        return input;
      case "workflow":
      case "completed":
      case "canceled":
        return output;
      case "failed":
        return item.node === undefined ? output : this.#byName(item.node);
      default:
        return undefined;
    }
  }

  #numbered(speaker: SpeakerView): SpeakerView {
    const bearers = this.#bearers.get(speaker.name) ?? [];
    if (bearers.length < 2) return speaker;
    return { ...speaker, name: `${speaker.name} ${bearers.indexOf(speakerId(speaker)) + 1}` };
  }

  /** A node that failed without having said anything is known by its name alone. */
  #byName(name: string): SpeakerView {
    return { key: this.#bearers.get(name)?.[0] ?? `node ${name}`, name, group: "node" };
  }
}

/** What the end of the run is known by. */
export const endKey = output.key;

/** Whether it is the end of the run itself. */
export function isEnd({ key }: SpeakerView): boolean {
  return key === endKey;
}

/** What a speaker is known by in all of its runs. */
export function speakerId({ key, node }: SpeakerView): string {
  return node ?? key;
}
