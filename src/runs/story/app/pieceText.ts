import { LongText } from "../longText.ts";
import { decodeEscapes, endOfWholeEscapes } from "./escapes.ts";

/**
 * A text that arrives in pieces. Agents with function calling or structured output send theirs JSON-escaped and cut
 * anywhere, without saying so. Until it is certain, a text counts as escaped when it has escapes and neither a real
 * line break nor a bare quotation mark, which an escaped text can't have.
 */
export class PieceText {
  /** The text as it arrived, while it counts as escaped. Otherwise the decoded text is the same. */
  #raw: LongText | undefined;
  #text = new LongText();
  /** The end of the text that can't be decoded yet: half an escape, half a surrogate pair. */
  #rest = "";
  #known: boolean | undefined;
  #escaped: boolean;
  #seen = { escape: false, plain: false };
  #backslashes = 0;

  /** @param escaped whether the pieces are JSON-escaped, if that is known */
  constructor(escaped?: boolean) {
    this.#known = escaped;
    this.#escaped = escaped ?? false;
    if (this.#escaped) this.#raw = new LongText();
  }

  /** The pieces as they arrived. */
  get raw(): string {
    return this.#raw ? this.#raw.text : this.#text.text + this.#rest;
  }

  /** Whether the decoded text equals the pieces. */
  get isPlain(): boolean {
    return this.#raw === undefined;
  }

  get text(): string {
    return this.#text.text;
  }

  /** Adds a piece. Returns the text that was added, or `undefined` when the whole text has changed. */
  push(piece: string): string | undefined {
    if (this.#known === undefined) this.#look(piece);
    const escaped = this.#known ?? (this.#seen.escape && !this.#seen.plain);
    if (escaped === this.#escaped) {
      this.#raw?.add(piece);
      const grown = this.#read(this.#rest + piece);
      this.#text.add(grown);
      return grown;
    }
    const raw = this.raw + piece;
    this.#escaped = escaped;
    this.#raw = escaped ? new LongText(raw) : undefined;
    this.#text = new LongText(this.#read(raw));
    return undefined;
  }

  /** No piece follows, so the incomplete end becomes part of the text. Returns the text that was added. */
  finish(): string {
    const rest = this.#escaped ? decodeEscapes(this.#rest) : this.#rest;
    this.#rest = "";
    this.#text.add(rest);
    return rest;
  }

  #read(raw: string): string {
    const end = this.#escaped ? endOfWholeEscapes(raw, pairEnd(raw)) : pairEnd(raw);
    this.#rest = raw.slice(end);
    return this.#escaped ? decodeEscapes(raw.slice(0, end)) : raw.slice(0, end);
  }

  /** Reads each character once, to find out which of the two kinds the text is. */
  #look(piece: string): void {
    for (let i = 0; i < piece.length; i++) {
      const character = piece[i];
      if (character === "\\") {
        this.#backslashes += 1;
        continue;
      }
      const isEscaped = this.#backslashes % 2 === 1;
      if (this.#backslashes > 0 && isEscaped && isEscapeLetter(character)) this.#seen.escape = true;
      if (character === "\n" || (character === '"' && !isEscaped)) this.#seen.plain = true;
      this.#backslashes = 0;
    }
  }
}

function isEscapeLetter(character: string | undefined): boolean {
  return character === "n" || character === '"' || character === "u";
}

/** The length of a text without half a surrogate pair at its end. */
function pairEnd(text: string): number {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code <= 0xdbff ? text.length - 1 : text.length;
}
