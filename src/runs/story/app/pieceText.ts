import { endOfWholePlaceholders, shortPlaceholders } from "#model/placeholders.ts";

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

/** The end of a text that may be the beginning of an escape, or of an escaped surrogate pair. */
const unfinishedEscape = /\\(?:u[0-9a-fA-F]{0,3}|u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?)?$/;
const escapes = /\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g;
const escapedLetters: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", b: "\b", f: "\f" };
const escapedSigns = new Set(['"', "\\", "/"]);
/** No unfinished escape is longer, in characters. */
const maxEscapeLength = 12;

/** A text with its JSON escapes (`\n`, `\"`, `–`) decoded. Other backslashes stay unchanged. */
export function decodeEscapes(text: string): string {
  return text.replace(escapes, (whole, code: string | undefined, letter: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    if (letter === undefined) return whole;
    return escapedSigns.has(letter) ? letter : (escapedLetters[letter] ?? whole);
  });
}

/** The index at which an escape begins that isn't complete before `end`; `end` when there is none. */
function endOfWholeEscapes(text: string, end = text.length): number {
  const from = Math.max(0, end - maxEscapeLength);
  const found = unfinishedEscape.exec(text.slice(from, end));
  if (!found) return end;
  const start = from + found.index;
  // A backslash that is itself escaped begins no escape.
  let before = 0;
  while (text[start - 1 - before] === "\\") before += 1;
  return before % 2 === 0 ? start : end;
}
