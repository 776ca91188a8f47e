import { ExactNumber, numberOf, placeholderOf } from "./exactNumber.ts";

/** The deepest nesting that we parse. Recursive functions fail only far beyond it. */
const maxDepth = 500;
/** The most lists and objects of a text: each takes seventy bytes, so 200 MB of text would exhaust memory. */
export const maxContainers = 10_000_000;

/** A JSON text with more lists and objects than memory can hold. */
export class TooMuchJsonError extends Error {
  override readonly name = "TooMuchJsonError";

  constructor() {
    super("has over 10 million lists and objects");
  }
}

/**
 * Finds a number that JavaScript may write differently, in linear time: with an exponent, a fraction that ends in 0, 16
 * digits, six zeros after the point, or `-0`.
 */
const inexactNumber = /[:,[\s](?:-0(?!\.)|-?(?:\d[\d.]{15}|0\.000000|\d+(?:[eE]|\.\d*(?:0(?:[\s,\]}]|$)|[eE]))))/;

/**
 * `JSON.parse` that keeps numbers as they were written (`ExactNumber`). A value deeper than 500 levels stays text:
 * `JSON.stringify` fails at a few thousand. A text that isn't JSON is read once more with Python's additions. @throws
 * SyntaxError as `JSON.parse` does @throws TooMuchJsonError over 10 million lists and objects
 */
export function parseJson(text: string): unknown {
  try {
    // Each level takes two characters at least.
    if (text.length > 2 * maxDepth) return parseRewritten(text, maxDepth);
    return mayBeInexact(text) ? parseRewritten(text, maxDepth) : JSON.parse(text);
  } catch (error) {
    const rest = text.startsWith("\ufeff") ? text.slice(1) : text;
    if (!(error instanceof SyntaxError) || (rest === text && !/NaN|Infinity/.test(text))) throw error;
    return parseRewritten(rest, maxDepth, true);
  }
}

/** A text that begins with a digit or a sign is a number. */
function mayBeInexact(text: string): boolean {
  return text.charCodeAt(0) <= charCode.nine || inexactNumber.test(text);
}

/** How many lists and objects a JSON text holds. */
export function countContainers(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === charCode.quote) at = endOfString(text, at);
    else if (code === charCode.openBracket || code === charCode.openBrace) count++;
  }
  return count;
}

/** Parses a text that this extension wrote, of any depth. @throws SyntaxError as `JSON.parse` does */
export function parseOwnJson(text: string): unknown {
  return parseRewritten(text, Infinity, true);
}

function parseRewritten(text: string, depth: number, withNaN = false): unknown {
  const { text: rewritten, hasMarks } = new Rewriter(text, depth, withNaN).rewrite();
  if (!hasMarks) return JSON.parse(rewritten);
  let value: unknown;
  try {
    value = JSON.parse(rewritten);
  } catch {
    // The error message has to quote the original text, not the rewritten one.
    return JSON.parse(text);
  }
  return unmarked(value);
}

/**
 * Reads a text once, and replaces by strings what `JSON.parse` would lose or couldn't read. A reviver, which gets the
 * source of each number, takes 2.4 times as long (1.9 MB: 114 ms instead of 48), and reads neither `NaN` nor deep values.
 */
class Rewriter {
  readonly #text: string;
  readonly #depth: number;
  readonly #withNaN: boolean;
  readonly #parts: string[] = [];
  /** Everything before this index is in `#parts`. */
  #taken = 0;
  #hasMarks = false;

  constructor(text: string, depth: number, withNaN: boolean) {
    this.#text = text;
    this.#depth = depth;
    this.#withNaN = withNaN;
  }

  /** @throws TooMuchJsonError */
  rewrite(): { text: string; hasMarks: boolean } {
    const text = this.#text;
    const limit = this.#depth;
    let depth = 0;
    let start = 0;
    let count = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      switch (code) {
        case charCode.quote:
          at = endOfString(text, at);
          break;
        case charCode.openBracket:
        case charCode.openBrace:
          if (++count > maxContainers) throw new TooMuchJsonError();
          if (depth++ === limit) start = at;
          break;
        case charCode.closeBracket:
        case charCode.closeBrace:
          if (--depth === limit) this.#put(start, at + 1, text.slice(start, at + 1));
          break;
        case charCode.n:
        case charCode.i:
          if (this.#withNaN && depth <= limit) at = this.#word(at);
          break;
        default:
          if (depth <= limit && (isDigit(code) || code === charCode.minus)) at = this.#number(at);
      }
    }
    const parts = this.#parts;
    return { text: parts.length === 0 ? text : parts.join("") + text.slice(this.#taken), hasMarks: this.#hasMarks };
  }

  /** @returns the index of the last character of the number at `at` */
  #number(at: number): number {
    const text = this.#text;
    let end = at;
    while (isDigit(text.charCodeAt(end))) end++;
    // A whole number of up to 15 digits stays unchanged.
    if (end > at && end - at <= 15 && !isOfNumber(text.charCodeAt(end))) return end - 1;
    while (isOfNumber(text.charCodeAt(end))) end++;
    const number = text.slice(at, end);
    if (number === "-" && this.#withNaN) return this.#word(end, at);
    if (isJsonNumber.test(number) && String(Number(number)) !== number) this.#mark(at, end, number);
    return end - 1;
  }

  /** `NaN` or `Infinity`. @param from the index of its sign */
  #word(at: number, from = at): number {
    const word = from === at && this.#text.startsWith("NaN", at) ? "NaN" : "Infinity";
    if (!this.#text.startsWith(word, at)) return from;
    const end = at + word.length;
    this.#mark(from, end, this.#text.slice(from, end));
    return end - 1;
  }

  #mark(from: number, to: number, number: string): void {
    this.#put(from, to, placeholderOf(number));
    this.#hasMarks = true;
  }

  #put(from: number, to: number, string: string): void {
    this.#parts.push(this.#text.slice(this.#taken, from), JSON.stringify(string));
    this.#taken = to;
  }
}

const isJsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function isDigit(code: number): boolean {
  return code >= charCode.zero && code <= charCode.nine;
}

function isOfNumber(code: number): boolean {
  return (
    isDigit(code) ||
    code === charCode.point ||
    code === charCode.minus ||
    code === charCode.plus ||
    (code | 0x20) === charCode.e
  );
}

/** The value with numbers in place of their marks, changed in place. */
function unmarked(value: unknown): unknown {
  if (typeof value === "string") {
    const number = numberOf(value);
    return number === undefined ? value : new ExactNumber(number);
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  for (const key in fields) {
    const child = fields[key];
    if (typeof child !== "object" && typeof child !== "string") continue;
    const next = unmarked(child);
    // Assigning to `__proto__` would set the prototype.
    if (next !== child)
      Object.defineProperty(fields, key, { value: next, enumerable: true, configurable: true, writable: true });
  }
  return value;
}

/** The end of the string that begins at `at`; the end of the text if the string isn't closed. */
function endOfString(text: string, at: number): number {
  for (let end = at; ;) {
    end = text.indexOf('"', end + 1);
    if (end < 0) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === charCode.backslash) backslashes++;
    if (backslashes % 2 === 0) return end;
  }
}

const charCode = {
  quote: 34,
  plus: 43,
  minus: 45,
  point: 46,
  zero: 48,
  nine: 57,
  i: 73,
  n: 78,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
  e: 101,
  openBrace: 123,
  closeBrace: 125,
} as const;
