import { LongText } from "../longText.ts";
import { decodeEscapes, endOfWholeEscapes } from "./escapes.ts";

/**
 * A text that comes in pieces. Agents that work with function calling or structured output send theirs JSON-escaped,
 * cut anywhere, and nothing says so: until it is known, a text is read as escaped when it has escapes and neither a
 * real line break nor a bare quotation mark, which an escaped text cannot have.
 */
export class PieceText {
  /** As it came, while it is read as escaped: else it is what it reads as. */
  #raw: LongText | undefined;
  #text = new LongText();
  /** The end of what came that can't be read yet: half an escape, half a surrogate pair. */
  #rest = "";
  #known: boolean | undefined;
  #escaped: boolean;
  #seen = { escape: false, plain: false };
  #backslashes = 0;

  /** @param escaped whether the pieces are JSON-escaped, where it is known */
  constructor(escaped?: boolean) {
    this.#known = escaped;
    this.#escaped = escaped ?? false;
    if (this.#escaped) this.#raw = new LongText();
  }

  /** The pieces as they came. */
  get raw(): string {
    return this.#raw ? this.#raw.text : this.#text.text + this.#rest;
  }

  /** It reads as it came. */
  get isPlain(): boolean {
    return this.#raw === undefined;
  }

  get text(): string {
    return this.#text.text;
  }

  /** Takes the next piece; returns what the text grew by, or `undefined` when all of it reads differently now. */
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

  /** Nothing more comes: what was held back belongs to the text. Returns what it grew by. */
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

  /** Looks once at each character for what tells the two kinds of text apart. */
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
