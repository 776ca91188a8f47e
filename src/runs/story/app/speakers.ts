import { isContainer } from "#base/json/exactNumber.ts";
import type { Usage } from "#model/usage.ts";
import type { StepList } from "#runs/story/stepList.ts";
import type { NodeSpan, Speaker } from "#runs/story/storySteps.ts";
import type { AppPart, SpeakerWords } from "./appParts.ts";
import { SpeakerCalls } from "./speakerCalls.ts";
import { SpeakerTexts, type Writing } from "./speakerTexts.ts";

/** The end of the type of the tool that calls an agent. */
export const subAgentTool = "SubAgentTool";

export interface SpeakerState {
  readonly words: SpeakerWords;
  readonly speaker: Speaker;
  readonly texts: SpeakerTexts;
  readonly calls: SpeakerCalls;
  /** Pieces carry no loop number. It is counted here, and corrected by the next call that has one. */
  iteration: number | undefined;
  /** A result or an unreadable call has arrived, so the agent's next thought belongs to its next iteration. */
  over: boolean;
  /** Calls whose thought arrived with their bundle. */
  readonly thought: Set<string>;
  /** The step where a hook stopped it: what it answers then is the hook's reason. */
  stoppedBy?: string;
  /** The id of a language model's reply: it changes when the model is called again. */
  chunk: string | undefined;
  /** The speaker's tokens: those of its model's calls before the one with this id, and of all. */
  usage?: { readonly id: string; readonly before: Usage | undefined; readonly sum: Usage };
  readonly from: number | undefined;
  until: number | undefined;
  /** Whether it has sent more than its beginning and its end. */
  hasSpoken: boolean;
  /** When the node began and ended, as far as it says so itself. */
  span?: Omit<NodeSpan, "key">;
}

/** All speakers of a run, in the order in which they began. */
export class Speakers {
  readonly #steps: StepList;
  readonly #keep: (value: unknown) => unknown;
  readonly #speakers = new Map<string, SpeakerState>();
  readonly #names: NodeNames;
  /** How each node writes, the same in all of its runs. */
  readonly #writing = new Map<string, Writing>();
  #last: SpeakerState | undefined;

  /** @param keep reduces a call's input and results to the part that is kept */
  constructor(steps: StepList, names: NodeNames, keep: (value: unknown) => unknown) {
    this.#steps = steps;
    this.#names = names;
    this.#keep = keep;
  }

  get all(): readonly SpeakerState[] {
    return [...this.#speakers.values()];
  }

  nameOf(node: string): string {
    return this.#names.of(node);
  }

  /** The speaker of a message. A new one is added. */
  of(words: SpeakerWords | undefined, part: AppPart, at: number | undefined): SpeakerState {
    const by = (words ? this.#speakers.get(words.key) : this.#byCall(part)) ?? this.#add(words, at);
    by.until = at ?? by.until;
    by.hasSpoken ||= part.kind !== "node";
    this.#last = by;
    return by;
  }

  calledBy(call: string): readonly SpeakerState[] {
    return this.all.filter(({ speaker }) => speaker.calledBy === call);
  }

  #add(words: SpeakerWords | undefined, at: number | undefined): SpeakerState {
    const speaker = speakerOf(words) ?? { key: "", name: "" };
    const calledBy =
      words?.call !== undefined
        ? this.#stepOfCall(words.call)
        : speaker.group === "agents"
          ? this.#openSubAgentCall(speaker.name)
          : undefined;
    const by: SpeakerState = {
      words: words ?? { key: "" },
      speaker: { ...speaker, calledBy },
      texts: new SpeakerTexts(this.#steps, this.#writingOf(speaker)),
      calls: new SpeakerCalls(this.#steps, this.#keep),
      iteration: undefined,
      over: false,
      thought: new Set(),
      chunk: undefined,
      from: at,
      until: at,
      hasSpoken: false,
    };
    this.#speakers.set(speaker.key, by);
    return by;
  }

  #writingOf({ node, key }: Speaker): Writing {
    const writing = this.#writing.get(node ?? key) ?? { escaped: false };
    this.#writing.set(node ?? key, writing);
    return writing;
  }

  /** The speaker of a message that names none: the one with the call, otherwise the last one. */
  #byCall(part: AppPart): SpeakerState | undefined {
    const id = "call" in part ? part.call.id : undefined;
    const owner = id === undefined ? undefined : this.all.find(({ calls }) => calls.has(id));
    return owner ?? this.#last;
  }

  #stepOfCall(id: string): string | undefined {
    for (const { calls } of this.all) {
      const step = calls.stepOf(id);
      if (step !== undefined) return step;
    }
    return undefined;
  }

  /** The open call of a sub-agent. Only the order of the messages connects the two. */
  #openSubAgentCall(name: string): string | undefined {
    const calls = this.all.map(
      ({ calls: open }) => open.newest(`${name} tool`, subAgentTool) ?? open.newest(undefined, subAgentTool),
    );
    return calls.findLast((call) => call !== undefined);
  }
}

export function speakerOf(words: SpeakerWords | undefined): Speaker | undefined {
  if (!words) return undefined;
  const { key, node, name = "", group } = words;
  return { key, node: node === key ? undefined : node, name, group };
}

type Fields = Record<string, unknown>;

/** The names of an app's nodes, wherever an event of the run gives them. */
export class NodeNames {
  readonly #names = new Map<string, string>();

  /** The name of a node, or its id if no event has named it. */
  of(node: string): string {
    return this.#names.get(node) ?? node;
  }

  /** @returns whether the name is new */
  learn(node: unknown, name: unknown): boolean {
    if (typeof node !== "string" || typeof name !== "string" || name === "") return false;
    if (this.#names.get(node) === name) return false;
    this.#names.set(node, name);
    return true;
  }

  /** Reads the names of an event's sender and of failed nodes. @returns whether a name is new */
  learnFrom(source: unknown, data: unknown): boolean {
    let isNew = isContainer(source) && this.#learnNode(source as Fields);
    if (!isContainer(data)) return isNew;
    const { source: inner, error } = data as Fields;
    if (isContainer(inner)) isNew = this.#learnNode(inner as Fields) || isNew;
    const failed = isContainer(error) ? (error as Fields)["failed_nodes"] : undefined;
    if (!Array.isArray(failed)) return isNew;
    for (const node of failed) isNew = (isContainer(node) && this.#learnNode(node as Fields)) || isNew;
    return isNew;
  }

  #learnNode({ id, name }: Fields): boolean {
    return this.learn(id, name);
  }
}
