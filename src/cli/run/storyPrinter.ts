import type { Paint } from "#cli/shell/colors.ts";
import { plainText } from "#cli/shell/plainText.ts";
import type { StepChange, StoryStep, TextStep } from "#runs/story/storySteps.ts";
import { Cover, withCovers } from "#runs/values/cover.ts";
import { keyBeginning } from "#runs/values/secretForms.ts";
import { headOf, stepLines } from "./stepLines.ts";

/** A text that may go on. */
interface OpenText {
  step: TextStep;
  /** The text that isn't written yet. */
  rest: string;
  covered: CoveredText;
}

/**
 * Writes a story while it happens, as lines for a terminal or a log. One text at a time is written piece by piece.
 * Texts of other speakers follow when that text has ended.
 */
export class StoryPrinter {
  readonly #write: (text: string) => void;
  readonly #paint: Paint;
  readonly #cover: Cover;
  /** The lines that were written, by their keys. */
  readonly #said = new Set<string>();
  /** How much of each text is known here, in characters. */
  readonly #known = new Map<string, number>();
  /** The texts in the order in which they began; the first one is being written. */
  readonly #open = new Map<string, OpenText>();
  #head: string | undefined;
  /** The text that continues in the current line. */
  #inLine: string | undefined;
  #isLineStart = true;

  constructor(write: (text: string) => void, paint: Paint, cover = new Cover()) {
    this.#write = write;
    this.#paint = paint;
    this.#cover = cover;
  }

  /** Adds the changes of a story. After a rebuild of the story it adds only what wasn't there before. */
  take(changes: readonly StepChange[]): void {
    for (const change of changes) {
      if (change.kind === "append") this.#grow(change.id, change.text);
      else if ("growing" in change.step) this.#takeText(change.step);
      else this.#takeStep(change.step);
    }
    this.#flush();
  }

  /** Writes all that is left: nothing more comes. */
  end(): void {
    for (const open of this.#open.values()) open.step = { ...open.step, growing: false };
    this.#flush();
    this.#endLine();
  }

  #grow(id: string, piece: string): void {
    const open = this.#open.get(id);
    if (!open) return;
    open.rest += piece;
    this.#known.set(id, (this.#known.get(id) ?? 0) + piece.length);
  }

  #takeText(step: TextStep): void {
    const { id, text } = step;
    const rest = text.slice(this.#known.get(id) ?? 0);
    this.#known.set(id, text.length);
    const open = this.#open.get(id);
    if (open) Object.assign(open, { step, rest: open.rest + rest });
    else if (rest !== "" || step.growing) {
      this.#open.set(id, { step, rest, covered: new CoveredText(this.#cover) });
    }
  }

  #takeStep(raw: Exclude<StoryStep, TextStep>): void {
    const step = this.#cover.value(raw);
    for (const { key, text, look } of stepLines(step)) {
      if (this.#said.has(key)) continue;
      this.#said.add(key);
      // Everything that was said before it has to be written first.
      this.#flush();
      this.#endLine();
      this.#showHead(step);
      const line = plainText(text);
      this.#write(`${look === "plain" ? line : this.#paint(look, line)}\n`);
    }
  }

  #flush(): void {
    for (const [id, open] of this.#open) {
      const { step, rest, covered } = open;
      const shown = covered.take(rest) + (step.growing ? "" : covered.end());
      if (shown !== "") this.#say(step, shown);
      open.rest = "";
      if (step.growing) return;
      this.#open.delete(id);
    }
  }

  #say(step: TextStep, piece: string): void {
    if (this.#inLine !== step.id) {
      this.#endLine();
      this.#showHead(step);
      this.#inLine = step.id;
    }
    const text = plainText(piece);
    this.#write(text);
    if (text !== "") this.#isLineStart = text.endsWith("\n");
  }

  #endLine(): void {
    this.#inLine = undefined;
    if (!this.#isLineStart) this.#write("\n");
    this.#isLineStart = true;
  }

  #showHead(step: StoryStep): void {
    const head = headOf(this.#cover.value(step));
    if (head === undefined || head === this.#head) return;
    this.#head = head;
    this.#write(`\n${this.#paint("bold", plainText(head))}\n`);
  }
}

/** In characters: how much of a text is remembered to recognize what follows, and the longest stretch that is. */
const remembered = { normal: 200, max: 64_000 };
/** In characters: a longer word isn't held back whole. */
const maxWordLength = 8_000;
/** In characters: a key whose form gives it away is recognized by so much of it. */
const maxBeginningLength = 300;
/** What a secret looks like. If it would be covered here, the text's last word may be the beginning of one. */
const possibleKeyEnd = "0aA1bB2".repeat(12);

/** Covers a text that arrives in pieces. What may be the beginning of a secret is held back until more is known. */
class CoveredText {
  readonly #cover: Cover;
  /** The last part of the text. */
  #text = "";
  #shown = 0;

  constructor(cover: Cover) {
    this.#cover = cover;
  }

  /** @returns what can be shown of the text now */
  take(piece: string): string {
    if (piece === "") return "";
    this.#text += piece;
    const word = /(?<![!-~])[!-~]*$/.exec(this.#text.slice(-maxWordLength))?.[0].length ?? 0;
    const isLong = word === maxWordLength;
    if (isLong) return this.#showTo(this.#text.length - maxWordLength / 2);
    // A known key may be broken over lines.
    const secretLength = this.#cover.secretAtEnd(this.#text);
    const held = Math.max(secretLength > 1 ? secretLength : 0, secretLength > 1 || this.#mayBeSecret(word) ? word : 0);
    return this.#showTo(this.#text.length - held);
  }

  /** @returns the rest of the text */
  end(): string {
    return this.#showTo(this.#text.length);
  }

  #mayBeSecret(word: number): boolean {
    if (word === 0) return false;
    const begin = this.#text.length - word;
    if (keyBeginning.test(this.#text.slice(Math.max(begin, this.#text.length - maxBeginningLength)))) return true;
    return this.#cover.ranges(this.#text + possibleKeyEnd).some(({ to }) => to > this.#text.length);
  }

  #showTo(end: number): string {
    if (end <= this.#shown) return "";
    const ranges = this.#cover.ranges(this.#text);
    const from = this.#shown;
    const ofPart = ranges.flatMap((range) => {
      const part = { from: Math.max(range.from, from) - from, to: Math.min(range.to, end) - from };
      return part.from < part.to ? [{ ...part, isSaid: range.from < from }] : [];
    });
    // The cover of a secret whose first part was covered before has been written.
    const saidUntil = ofPart.find(({ isSaid }) => isSaid)?.to ?? 0;
    const rest = ofPart
      .filter(({ isSaid }) => !isSaid)
      .map((range) => ({ from: range.from - saidUntil, to: range.to - saidUntil }));
    const shown = withCovers(this.#text.slice(from + saidUntil, end), rest);
    this.#shown = end;
    const isOpen = ranges.find(({ to }) => to >= end);
    const keptFrom = Math.min(end - remembered.normal, isOpen ? isOpen.from - remembered.normal : end);
    const forget = Math.max(keptFrom, end - remembered.max);
    if (forget > remembered.normal) {
      this.#text = this.#text.slice(forget);
      this.#shown -= forget;
    }
    return shown;
  }
}
