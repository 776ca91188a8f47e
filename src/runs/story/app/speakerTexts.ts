import { stringifyJson } from "#base/json/stringifyJson.ts";
import { shortPlaceholders } from "#model/placeholders.ts";
import { kindOfText } from "#model/stepKinds.ts";
import type { Usage } from "#model/usage.ts";
import type { StepList } from "#runs/story/stepList.ts";
import type { StepPosition, TextStep } from "#runs/story/storySteps.ts";
import { PieceText, decodeEscapes } from "./pieceText.ts";

export type TextKind = "reasoning" | "answer" | "text";

interface OpenText {
  kind: TextKind;
  id: string;
  pieces: PieceText;
  /** Whether it begins like JSON; `undefined` while it only has white space. */
  code?: boolean;
  /** A call followed, so the text belongs to the iteration of that call. */
  claimed?: true;
}

export interface Writing {
  /** Whether they are JSON-escaped, as a whole text of the node has proved. */
  escaped: boolean;
}

/** The texts of one speaker, joined from their pieces. A piece of another kind begins a new text. */
export class SpeakerTexts {
  readonly #steps: StepList;
  #open: OpenText | undefined;
  /** Thoughts that aren't complete yet, in the order in which they began. */
  #thoughts: OpenText[] = [];
  /** The last answer, with its pieces while they arrive and where decoding changes them. */
  #answer: { id: string; pieces?: PieceText; isWhole?: true } | undefined;
  /** Texts with backslashes that no whole text has proved or replaced yet, by the ids of their steps. */
  readonly #unproven = new Set<string>();
  readonly #writing: Writing;

  /** @param writing how the node writes, which its runs share */
  constructor(steps: StepList, writing: Writing) {
    this.#steps = steps;
    this.#writing = writing;
  }

  get openKind(): TextKind | undefined {
    return this.#open?.kind;
  }

  /** The thoughts that no call has claimed belong to this iteration after all. */
  moveToIteration(iteration: number): void {
    for (const { id, claimed } of this.#thoughts) if (!claimed) this.#update(id, { iteration });
  }

  /** A call begins, and the thoughts so far belong to it. */
  claimThoughts(): void {
    this.end();
    for (const text of this.#thoughts) text.claimed = true;
  }

  /** Begins a text, which ends the one that is growing. */
  begin(kind: TextKind, position: StepPosition): OpenText {
    this.end();
    if (kind === "answer" && this.#answer) this.#update(this.#answer.id, { refused: true });
    const text: OpenText = { kind, id: position.id, pieces: new PieceText(kind !== "text" && this.#writing.escaped) };
    this.#open = text;
    if (kind === "reasoning") this.#thoughts.push(text);
    if (kind !== "reasoning") this.#answer = { id: text.id, pieces: text.pieces };
    this.#steps.add({ ...position, kind: kindOfText(kind), object: kind, text: "", growing: true, until: position.at });
    return text;
  }

  /** The agent goes on with a call, so the app didn't accept the answer that came before or with it. */
  refuseAnswer(iteration: number | undefined): void {
    const step = this.#answerStep;
    if (step?.object !== "answer" || step.refused) return;
    if (this.#open?.kind === "answer") this.end();
    this.#update(step.id, { refused: true, ...(iteration === undefined ? {} : { iteration }) });
  }

  /** Adds a piece to the text that is growing. */
  push(piece: string, at: number | undefined): void {
    const text = this.#open;
    if (!text) return;
    const grown = text.pieces.push(piece);
    const step = this.#steps.find(text.id);
    if (!step || !("growing" in step)) return;
    if (text.kind === "answer") text.code ??= looksLikeCode(text.pieces.text);
    const code = text.code || undefined;
    const next: TextStep = { ...step, text: text.pieces.text, until: at, code };
    this.#steps.replace(next, code === step.code ? grown : undefined);
  }

  /** A model began again, so its earlier text is void. */
  restart(): void {
    const text = this.#open;
    if (!text) return;
    text.pieces = new PieceText();
    if (this.#answer?.id === text.id) this.#answer.pieces = text.pieces;
    this.#update(text.id, { text: "" });
  }

  end(): void {
    const text = this.#open;
    this.#open = undefined;
    if (!text) return;
    const rest = text.pieces.finish();
    if (this.#answer?.id === text.id && text.pieces.isPlain) this.#answer = { id: text.id };
    this.#update(text.id, { growing: false, ...(rest === "" ? {} : { text: text.pieces.text }) });
    if (text.kind !== "text" && text.pieces.isPlain && text.pieces.raw.includes("\\")) this.#unproven.add(text.id);
  }

  /** The whole of a thought, which replaces its pieces. A thought without pieces is added. */
  settleThought(whole: string, position: StepPosition): void {
    this.end();
    const thought = shortPlaceholders(whole);
    if (thought.trim() === "") return;
    const text = this.#thoughts.find(({ pieces }) => isSame(pieces.raw, thought)) ?? this.#thoughts.at(-1);
    if (!text) {
      this.begin("reasoning", position).pieces.push(thought);
      const begun = this.#thoughts.pop();
      this.#open = undefined;
      if (begun) this.#update(begun.id, { text: thought, growing: false });
      return;
    }
    this.#thoughts = this.#thoughts.filter((each) => each !== text);
    this.#settle(text.id, thought, { growing: false });
    this.#learn(text.pieces.raw, thought);
  }

  /**
   * The thoughts of parallel calls: one for all of them, or one before each. @param whole the thoughts of all, joined
   */
  settleBundle(whole: string, each: readonly string[], position: StepPosition): void {
    this.end();
    if (this.#thoughts.length === 0 || this.#thoughts.some(({ pieces }) => isSame(pieces.raw, whole))) {
      this.settleThought(whole, position);
      return;
    }
    for (const thought of new Set(each)) if (this.#thoughts.length > 0) this.settleThought(thought, position);
  }

  /** The thoughts so far will not be completed. */
  closeThoughts(): void {
    this.#thoughts = [];
  }

  /** The speaker's output is the truth about its answer. */
  settleAnswer(output: unknown): void {
    this.end();
    const raw = this.#answerRaw;
    if (!this.#answer || raw === undefined) return;
    const isText = typeof output === "string";
    const text = shortPlaceholders((isText ? output : stringifyJson(output, 2)) ?? "");
    if (text === "") return;
    this.#settle(this.#answer.id, text, { code: isText ? undefined : true });
    if (!this.#answer.isWhole) this.#learn(raw, text);
    this.#answer = { id: this.#answer.id, isWhole: true };
  }

  /** The tokens of the model that wrote the last answer. */
  noteUsage(usage: Usage): void {
    if (this.#answer) this.#update(this.#answer.id, { usage });
  }

  /** The last answer, as it is shown. */
  get answerText(): string | undefined {
    return this.#answerStep?.text;
  }

  /** Whether the last answer is what a whole text said. */
  get isSettled(): boolean {
    return this.#answer?.isWhole === true;
  }

  /** Whether the last answer is this text, as it arrived or decoded. */
  isAnswer(text: string): boolean {
    return this.answerIn(new Map([[shortPlaceholders(text).trim(), text]])) !== undefined;
  }

  /** The text that is the last answer, as it arrived or decoded; `texts` by their trimmed form. */
  answerIn(texts: ReadonlyMap<string, string>): string | undefined {
    const raw = this.#answerRaw;
    return raw === undefined ? undefined : (texts.get(raw.trim()) ?? texts.get(decodeEscapes(raw).trim()));
  }

  /** The last answer, as it arrived. */
  get #answerRaw(): string | undefined {
    return this.#answer?.pieces?.raw ?? this.#answerStep?.text;
  }

  get #answerStep(): TextStep | undefined {
    const step = this.#steps.find(this.#answer?.id);
    return step && "growing" in step ? step : undefined;
  }

  #settle(id: string, text: string, fields: Partial<TextStep>): void {
    this.#unproven.delete(id);
    this.#update(id, { ...fields, text });
  }

  /** The whole of a text shows how its pieces were written, and so those of the other texts. */
  #learn(raw: string, text: string): void {
    if (raw.trim() === text.trim()) {
      if (raw.includes("\\")) this.#writing.escaped = false;
    } else if (isSame(raw, text)) {
      this.#writing.escaped = true;
      for (const other of this.#unproven) this.#decode(other);
    }
  }

  #decode(id: string): void {
    this.#unproven.delete(id);
    const step = this.#steps.find(id);
    if (step && "growing" in step) this.#update(id, { text: decodeEscapes(step.text) });
  }

  #update(id: string, fields: Partial<TextStep>): void {
    const step = this.#steps.find(id);
    if (step && "growing" in step) this.#steps.replace({ ...step, ...fields });
  }
}

/** Whether pieces make this text, plain or decoded. */
function isSame(raw: string, text: string): boolean {
  const trimmed = shortPlaceholders(text).trim();
  return raw.trim() === trimmed || decodeEscapes(raw).trim() === trimmed;
}

/** An answer that begins like JSON may become an object. `undefined` for an empty text. */
function looksLikeCode(text: string): boolean | undefined {
  const first = text.trimStart()[0];
  return first === undefined ? undefined : first === "{" || first === "[";
}
