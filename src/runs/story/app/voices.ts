import type { StepList } from "../stepList.ts";
import type { Speaker } from "../storySteps.ts";
import type { AppPart, SpeakerWords } from "./appParts.ts";
import { SpeakerCalls } from "./speakerCalls.ts";
import { SpeakerTexts } from "./speakerTexts.ts";

/** What is known of one that speaks. */
export interface Voice {
  readonly words: SpeakerWords;
  readonly speaker: Speaker;
  readonly texts: SpeakerTexts;
  readonly calls: SpeakerCalls;
  /** Pieces carry no loop number: counted here, and corrected by the next call that does. */
  iteration: number | undefined;
  /** A result or an unreadable call came: what the agent thinks next belongs to its next iteration. */
  over: boolean;
  /** Calls whose thought came with their bundle. */
  readonly thought: Set<string>;
  /** Of a language model: it changes when the model is asked again. */
  chunk: string | undefined;
  readonly from: number | undefined;
  until: number | undefined;
}

/** All that speak in a run, in the order in which they began. */
export class Voices {
  readonly #items: StepList;
  readonly #keep: (value: unknown) => unknown;
  readonly #voices = new Map<string, Voice>();
  /** What nodes are called. */
  readonly #names = new Map<string, string>();
  #last: Voice | undefined;

  /** @param keep what is kept of what goes into a call and comes out of it */
  constructor(items: StepList, keep: (value: unknown) => unknown) {
    this.#items = items;
    this.#keep = keep;
  }

  get all(): readonly Voice[] {
    return [...this.#voices.values()];
  }

  /** Learns what a node is called. */
  name(words: SpeakerWords | undefined): void {
    if (words?.node !== undefined && words.name !== undefined) this.#names.set(words.node, words.name);
  }

  nameOf(node: string): string {
    return this.#names.get(node) ?? node;
  }

  /** Who a message comes from; a new one is added. */
  of(words: SpeakerWords | undefined, part: AppPart, at: number | undefined): Voice {
    const voice = (words ? this.#voices.get(words.key) : this.#byCall(part)) ?? this.#add(words, at);
    voice.until = at ?? voice.until;
    this.#last = voice;
    return voice;
  }

  #add(words: SpeakerWords | undefined, at: number | undefined): Voice {
    const speaker = speakerOf(words) ?? { key: "", name: "" };
    const calledBy = speaker.group === "agents" ? this.#openSubAgentCall(speaker.name) : undefined;
    const voice: Voice = {
      words: words ?? { key: "" },
      speaker: { ...speaker, calledBy },
      texts: new SpeakerTexts(this.#items),
      calls: new SpeakerCalls(this.#items, this.#keep),
      iteration: undefined,
      over: false,
      thought: new Set(),
      chunk: undefined,
      from: at,
      until: at,
    };
    this.#voices.set(speaker.key, voice);
    return voice;
  }

  /** Who a message without a speaker comes from: the one that has the call, else the last one. */
  #byCall(part: AppPart): Voice | undefined {
    const id = "call" in part ? part.call.id : undefined;
    const owner = id === undefined ? undefined : this.all.find(({ calls }) => calls.has(id));
    return owner ?? this.#last;
  }

  /** Only the order of the messages ties a sub-agent to the call that asked it. */
  #openSubAgentCall(name: string): string | undefined {
    const calls = this.all.map(
      ({ calls: open }) => open.newest(`${name} tool`, "SubAgentTool") ?? open.newest(undefined, "SubAgentTool"),
    );
    return calls.findLast((call) => call !== undefined);
  }
}

export function speakerOf(words: SpeakerWords | undefined): Speaker | undefined {
  return words && { key: words.key, node: words.node, name: words.name ?? "", group: words.group };
}
