import type { ItemPlace, NodeItem, RequestItem, Speaker } from "../transcriptItems.ts";
import { type CallPlace, SpeakerCalls } from "./speakerCalls.ts";
import type { AppMessage, AppPart, NodeEnd, SpeakerWords } from "./appMessage.ts";
import type { ItemList } from "./itemList.ts";
import { SpeakerTexts, type TextKind } from "./speakerTexts.ts";

/** When a message came. */
export interface Moment {
  readonly sequence: number;
  /** Milliseconds after the run's first event. */
  readonly at: number | undefined;
  /** ISO 8601. */
  readonly time: string | undefined;
}

/** What is known of one that speaks. */
interface Voice {
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

type Part<K extends AppPart["kind"]> = Extract<AppPart, { kind: K }>;

/**
 * The story of what an app's nodes stream: texts joined by speaker and step, calls paired with their results, questions with the
 * calls that ask them. It only ever adds items and replaces them. Constant time a message, however long the run.
 */
export class AppStory {
  readonly #items: ItemList;
  readonly #keep: (value: unknown) => unknown;
  readonly #voices = new Map<string, Voice>();
  /** Questions that wait, by their item: the call that asks it, where one does. */
  readonly #asked = new Map<string, string | undefined>();
  /** What nodes are called. */
  readonly #names = new Map<string, string>();
  #last: Voice | undefined;

  constructor(items: ItemList, keep: (value: unknown) => unknown) {
    this.#items = items;
    this.#keep = keep;
  }

  take({ speaker, part }: AppMessage, moment: Moment): void {
    if (speaker?.node !== undefined && speaker.name !== undefined) this.#names.set(speaker.node, speaker.name);
    if (part.kind === "end") {
      this.#takeEnd(part, moment);
      return;
    }
    if (part.kind === "request") {
      this.#takeRequest(part, speaker, moment);
      return;
    }
    const voice = this.#voiceOf(speaker, part, moment);
    voice.until = moment.at ?? voice.until;
    this.#last = voice;
    this.#takePart(voice, part, moment);
  }

  /** The run is over: nothing grows, runs or waits any more. `output` is the run's own, where it is known. */
  end(at: number | undefined, output?: unknown): void {
    for (const voice of this.#voices.values()) this.#closeVoice(voice, at);
    this.#settleByOutput(output);
    for (const item of this.#asked.keys()) this.#settleRequest(item, at);
  }

  #takePart(voice: Voice, part: Exclude<AppPart, Part<"end"> | Part<"request">>, moment: Moment): void {
    switch (part.kind) {
      case "nothing":
        return;
      case "thought":
        this.#takeThought(voice, part.text, moment);
        return;
      case "answer":
        this.#takeAnswer(voice, part, moment);
        return;
      case "text":
        this.#push(voice, "text", part.text, moment);
        return;
      case "manager":
        this.#takeManager(voice, part, moment);
        return;
      case "chunk":
        this.#takeChunk(voice, part, moment);
        return;
      case "callStarted":
        this.#moveTo(voice, part.call.iteration, moment);
        voice.texts.claimThoughts();
        // A bundle has no row: its calls have.
        if (!part.call.bundles) voice.calls.start(part.call, this.#callPlace(voice, moment));
        return;
      case "callInput":
        if (voice.calls.has(part.call.id)) voice.calls.push(part.call, part.piece, this.#callPlace(voice, moment));
        return;
      case "callVoid":
        this.#takeVoid(voice, part, moment);
        return;
      case "call":
        this.#takeCall(voice, part, moment);
        return;
      case "result":
        this.#takeResult(voice, part, moment);
        return;
    }
  }

  #takeThought(voice: Voice, text: string, moment: Moment): void {
    voice.iteration ??= 1;
    if (voice.over) this.#nextIteration(voice, moment);
    this.#push(voice, "reasoning", text, moment);
  }

  #takeAnswer(voice: Voice, { content, source }: Part<"answer">, moment: Moment): void {
    const text = typeof content === "string" ? content : (JSON.stringify(content, undefined, 2) ?? "");
    if (source !== undefined && source !== voice.speaker.name && this.#isTakenOver(voice, text)) return;
    if (voice.texts.openKind !== "answer") {
      if (voice.over) this.#nextIteration(voice, moment);
      else if (voice.calls.close(moment.at) && voice.iteration !== undefined) this.#moveTo(voice, voice.iteration + 1, moment);
    }
    this.#push(voice, "answer", text, moment);
  }

  /** An agent gives the answer of the one that it asked as its own: it stands there already. */
  #isTakenOver(voice: Voice, text: string): boolean {
    return [...this.#voices.values()].some(({ texts }) => texts !== voice.texts && texts.answerText === text);
  }

  #takeManager(voice: Voice, { text }: Part<"manager">, moment: Moment): void {
    voice.texts.end();
    this.#push(voice, "text", text, moment);
    voice.texts.end();
  }

  #takeChunk(voice: Voice, { id, text, calls, ended }: Part<"chunk">, moment: Moment): void {
    if (voice.chunk !== undefined && id !== voice.chunk) {
      voice.texts.restart();
      voice.calls.discard("the model was asked again", moment.at);
    }
    voice.chunk = id;
    if (text !== "") this.#push(voice, "text", text, moment);
    for (const { index, name, input } of calls) {
      const call = { id: `${id}:${index}`, name: name ?? "tool", bundles: false };
      voice.texts.end();
      voice.calls.start(call, this.#callPlace(voice, moment, `:${index}`));
      voice.calls.push(call, input, this.#callPlace(voice, moment, `:${index}`));
    }
    if (ended) voice.texts.end();
  }

  #takeVoid(voice: Voice, { reason, iteration }: Part<"callVoid">, moment: Moment): void {
    this.#moveTo(voice, iteration, moment);
    voice.texts.end();
    voice.texts.closeThoughts();
    if (!voice.calls.discard(reason, moment.at)) {
      this.#items.add({ ...this.#place(voice, moment), kind: "notice", text: `Discarded: ${reason}` });
    }
    voice.over = true;
  }

  #takeCall(voice: Voice, { call, thought, input, bundle }: Part<"call">, moment: Moment): void {
    if (this.#goesOn(voice, call, input)) return;
    this.#moveTo(voice, call.iteration, moment);
    voice.over = false;
    if (!call.bundles) {
      if (!voice.thought.delete(call.id)) voice.texts.settleThought(thought, this.#place(voice, moment, ":thought"));
      voice.calls.call(call, input, this.#callPlace(voice, moment));
      return;
    }
    const thoughts = bundle.map((each) => each.thought);
    voice.texts.settleBundle(thought, thoughts, this.#place(voice, moment, ":thought"));
    const ids = new Set(bundle.map(({ id }) => id));
    bundle.forEach((each, i) => {
      voice.thought.add(each.id);
      voice.calls.call(each, each.input, this.#callPlace(voice, moment, `:${i}`), call.id, ids);
    });
  }

  /** A resumed run repeats the call that waited, under another run and id and without its pieces. */
  #goesOn(voice: Voice, call: Part<"call">["call"], input: unknown): boolean {
    if (voice.iteration !== undefined || voice.words.node === undefined) return false;
    const before = [...this.#voices.values()].filter((other) => other !== voice && other.words.node === voice.words.node);
    if (!before.some((other) => voice.calls.takeOver(call, input, other.calls))) return false;
    voice.iteration = call.iteration;
    return true;
  }

  #takeResult(voice: Voice, part: Part<"result">, moment: Moment): void {
    const { call, status, input, result, output, bundle } = part;
    this.#moveTo(voice, call.iteration, moment);
    voice.over = true;
    voice.texts.end();
    voice.texts.closeThoughts();
    if (call.bundles) {
      voice.calls.finishBundle(bundle, moment, (i) => this.#place(voice, moment, `:${i}`));
      return;
    }
    const state = status === "failure" ? "failed" : status === "skip" ? "skipped" : "finished";
    const item = voice.calls.finish(call, { state, input, result, output, at: moment.at, sequence: moment.sequence }, this.#callPlace(voice, moment));
    for (const [request, asking] of this.#asked) if (asking === item) this.#settleRequest(request, moment.at);
  }

  #takeRequest({ request, prompt, info, data }: Part<"request">, words: SpeakerWords | undefined, moment: Moment): void {
    const asking = this.#askingCall(words?.name);
    const speaker = asking?.speaker ?? speakerOf(words);
    const place = { ...placeOf(moment), iteration: asking?.iteration, speaker };
    if (info) {
      this.#items.add({ ...place, kind: "notice", text: prompt });
      return;
    }
    const again = this.#sameRequest(prompt, asking?.id);
    const item: RequestItem = { ...(again ?? place), kind: "request", request, prompt, data, pending: true, until: undefined };
    this.#asked.set(item.id, asking?.id);
    if (again) this.#items.replace(item);
    else this.#items.add(item);
  }

  /** The newest open call of a tool, whoever made it. */
  #askingCall(tool: string | undefined): (ItemPlace & { id: string }) | undefined {
    if (tool === undefined) return undefined;
    const calls = [...this.#voices.values()].map(({ calls: open }) => this.#items.find(open.newest(tool)));
    return calls.filter((item) => item !== undefined).sort((a, b) => b.sequence - a.sequence)[0];
  }

  /** The question that the same call asked before, as after a pause. */
  #sameRequest(prompt: string, asking: string | undefined): RequestItem | undefined {
    if (asking === undefined) return undefined;
    for (const [id, call] of this.#asked) {
      const item = this.#items.find(id);
      if (call === asking && item?.kind === "request" && item.prompt === prompt) return item;
    }
    return undefined;
  }

  #settleRequest(id: string, at: number | undefined): void {
    const item = this.#items.find(id);
    if (item?.kind === "request" && item.pending) this.#items.replace({ ...item, pending: false, until: at });
  }

  #takeEnd({ outcome, error, nodes }: Part<"end">, moment: Moment): void {
    for (const end of nodes) this.#settleNode(end);
    this.end(moment.at);
    const { id, sequence, at } = placeOf(moment);
    const item = { id, sequence, at, kind: "workflow" as const, outcome, error: error ?? undefined };
    this.#items.add({ ...item, nodes: nodes.map((end) => this.#nodeItem(end)) });
  }

  #settleNode({ node, output }: NodeEnd): void {
    const content = typeof output === "object" && output !== null && "content" in output ? output.content : undefined;
    if (content === undefined || content === null) return;
    const voice = [...this.#voices.values()].findLast(({ words }) => words.node === node);
    voice?.texts.settleAnswer(content);
  }

  /** The run's output is the truth about an answer that it holds, however often the answer was streamed. */
  #settleByOutput(output: unknown): void {
    const texts = contentsOf(output);
    for (const { texts: said } of this.#voices.values()) {
      const raw = said.answerRaw;
      const found = raw === undefined ? undefined : texts.find((text) => text !== "" && (raw.endsWith(text) || said.answerText?.endsWith(text)));
      if (found !== undefined) said.settleAnswer(found);
    }
  }

  #nodeItem({ node, status, error }: NodeEnd): NodeItem {
    const voices = [...this.#voices.values()].filter(({ words }) => words.node === node);
    const from = voices[0]?.from;
    const until = voices.at(-1)?.until;
    const duration = from === undefined || until === undefined ? undefined : until - from;
    return { node, name: this.#names.get(node) ?? node, status, error: error ?? undefined, duration };
  }

  #push(voice: Voice, kind: TextKind, text: string, moment: Moment): void {
    if (text !== "") voice.texts.push(kind, text, this.#place(voice, moment));
  }

  #nextIteration(voice: Voice, moment: Moment): void {
    voice.over = false;
    voice.texts.end();
    voice.texts.closeThoughts();
    voice.calls.close(moment.at);
    if (voice.iteration !== undefined) voice.iteration += 1;
  }

  /** What comes belongs to this iteration, and so do the thoughts before it that nothing has claimed. */
  #moveTo(voice: Voice, iteration: number | undefined, moment: Moment): void {
    if (iteration === undefined || iteration === voice.iteration) return;
    voice.calls.close(moment.at, iteration);
    voice.texts.moveToIteration(iteration);
    voice.iteration = iteration;
  }

  #closeVoice({ texts, calls, words }: Voice, at: number | undefined): void {
    texts.end();
    texts.closeThoughts();
    if (words.group === "llms") calls.settleWritten(at);
    else calls.close(at);
  }

  #voiceOf(words: SpeakerWords | undefined, part: AppPart, moment: Moment): Voice {
    const known = words ? this.#voices.get(words.key) : this.#byCall(part);
    if (known) return known;
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
      from: moment.at,
      until: moment.at,
    };
    this.#voices.set(speaker.key, voice);
    return voice;
  }

  /** Who a message without a speaker comes from: the one that has the call, else the last one. */
  #byCall(part: AppPart): Voice | undefined {
    const id = "call" in part ? part.call.id : undefined;
    const owner = id === undefined ? undefined : [...this.#voices.values()].find(({ calls }) => calls.has(id));
    return owner ?? this.#last;
  }

  #openSubAgentCall(name: string): string | undefined {
    const calls = [...this.#voices.values()].map(
      ({ calls: open }) => open.newest(`${name} tool`, "SubAgentTool") ?? open.newest(undefined, "SubAgentTool"),
    );
    return calls.findLast((call) => call !== undefined);
  }

  #place(voice: Voice, moment: Moment, part = ""): ItemPlace {
    return { ...placeOf(moment, part), iteration: voice.iteration, speaker: voice.speaker };
  }

  #callPlace(voice: Voice, moment: Moment, part = ":call"): CallPlace {
    return { ...this.#place(voice, moment, part), startedAt: moment.time };
  }
}

function placeOf({ sequence, at }: Moment, part = ""): ItemPlace {
  return { id: `${sequence}${part}`, sequence, at };
}

function speakerOf(words: SpeakerWords | undefined): Speaker | undefined {
  return words && { key: words.key, name: words.name ?? "", group: words.group };
}

/** The texts that an output can hold as an answer: itself, its `content`, and those of its nodes. */
function contentsOf(value: unknown, depth = 3): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null || depth === 0) return [];
  const { content, output } = value as Record<string, unknown>;
  if (content !== undefined) return typeof content === "string" ? [content] : [];
  if (output !== undefined) return contentsOf(output, depth - 1);
  return Object.values(value).flatMap((each) => (typeof each === "object" ? contentsOf(each, depth - 1) : []));
}
