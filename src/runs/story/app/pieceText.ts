import { endOfWholePlaceholders, shortPlaceholders } from "../../../model/placeholders.ts";
import { decodeEscapes, endOfWholeEscapes } from "./escapes.ts";

/**
 * A text that arrives in pieces. Agents of older SDKs send theirs JSON-escaped without saying so, and a path such as
 * `C:\new` must not change. So pieces are plain until a whole text proves the opposite.
 */
export class PieceText {
  /** The text as it arrived, if it is escaped. */
  #raw: string | undefined;
  #text = "";
  /** The end of the text that can't be decoded yet: half an escape, half a surrogate pair, a part of a placeholder. */
  #rest = "";

  /** @param escaped whether the pieces are JSON-escaped */
  constructor(escaped = false) {
    if (escaped) this.#raw = "";
  }

  /** The pieces as they arrived, but for their placeholders. */
  get raw(): string {
    return this.#raw === undefined ? this.#text + this.#rest : shortPlaceholders(this.#raw);
  }

  /** Whether the pieces aren't escaped. */
  get isPlain(): boolean {
    return this.#raw === undefined;
  }

  get text(): string {
    return this.#text;
  }

  /** Adds a piece. Returns the text that was added. */
  push(piece: string): string {
    if (this.#raw !== undefined) this.#raw += piece;
    const raw = this.#rest + piece;
    const pairs = pairEnd(raw);
    const whole = this.isPlain ? pairs : endOfWholeEscapes(raw, pairs);
    const end = endOfWholePlaceholders(raw.slice(0, whole));
    this.#rest = raw.slice(end);
    return this.#add(raw.slice(0, end));
  }

  /** No piece follows, so the incomplete end becomes part of the text. Returns the text that was added. */
  finish(): string {
    const rest = this.#rest;
    this.#rest = "";
    return this.#add(rest);
  }

  #add(raw: string): string {
    const added = shortPlaceholders(this.isPlain ? raw : decodeEscapes(raw));
    this.#text += added;
    return added;
  }
}

/** The length of a text without half a surrogate pair at its end. */
function pairEnd(text: string): number {
  const code = text.charCodeAt(text.length - 1);
  return code >= 0xd800 && code <= 0xdbff ? text.length - 1 : text.length;
}
