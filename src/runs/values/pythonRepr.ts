import { type ExactNumber, isContainer, numberFrom } from "../../base/json/exactNumber.ts";

/** Python's `repr`, in which tools return results: `{'plan': 'pro', 'left': 3, 'paid': True, 'note': None}`. */

type PlainValue = null | boolean | number | ExactNumber | string | PlainValue[] | { [key: string]: PlainValue };

const words: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "0": "\0",
};
/** A number: its sign, the digits before and after the point, and its exponent. Python writes no zeros before others. */
const number = /(-?)(?=\.?\d)(0(?!\d)|[1-9]\d*)?(?:(\.)(\d*))?(e[+-]?\d+)?/y;
const word = /True|False|None/y;
/** Deeper values are not read. */
const deepest = 200;

/** The dict, list or tuple in a text; `undefined` for any other text and for values that aren't plain. */
export function parsePythonRepr(text: string): PlainValue | undefined {
  const reader = new ReprReader(text);
  try {
    const value = reader.value(0);
    return reader.isAtEnd() ? value : undefined;
  } catch (error) {
    if (error instanceof NoRepr) return undefined;
    throw error;
  }
}

class NoRepr extends Error {}

class ReprReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at === this.#text.length;
  }

  value(depth: number): PlainValue {
    if (depth > deepest) throw new NoRepr();
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === "{") return this.#dict(depth);
    if (first === "[") return this.#list("]", depth);
    if (first === "(") return this.#list(")", depth);
    if (first === "'" || first === '"') return this.#string(first);
    const known = this.#word();
    return known === undefined ? this.#number() : known;
  }

  #dict(depth: number): PlainValue {
    const entries: [string, PlainValue][] = [];
    this.#at += 1;
    while (!this.#takes("}")) {
      const key = this.value(depth + 1);
      if (isContainer(key)) throw new NoRepr();
      this.#expect(":");
      entries.push([String(key), this.value(depth + 1)]);
      if (!this.#takes(",") && this.#peek() !== "}") throw new NoRepr();
    }
    return Object.fromEntries(entries);
  }

  #list(end: string, depth: number): PlainValue {
    const items: PlainValue[] = [];
    this.#at += 1;
    while (!this.#takes(end)) {
      items.push(this.value(depth + 1));
      if (!this.#takes(",") && this.#peek() !== end) throw new NoRepr();
    }
    return items;
  }

  #string(quote: string): string {
    const parts: string[] = [];
    let from = ++this.#at;
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined || character === "\n") throw new NoRepr();
      if (character === quote) break;
      this.#at += 1;
      if (character !== "\\") continue;
      parts.push(this.#text.slice(from, this.#at - 1), this.#escape());
      from = this.#at;
    }
    parts.push(this.#text.slice(from, this.#at));
    this.#at += 1;
    return parts.join("");
  }

  #escape(): string {
    const letter = this.#text[this.#at++] ?? "";
    const digits = { x: 2, u: 4, U: 8 }[letter];
    if (digits === undefined) {
      const meant = escapes[letter];
      if (meant === undefined) throw new NoRepr();
      return meant;
    }
    const code = this.#text.slice(this.#at, (this.#at += digits));
    if (!/^[0-9a-fA-F]+$/.test(code) || code.length < digits || Number.parseInt(code, 16) > 0x10ffff)
      throw new NoRepr();
    return String.fromCodePoint(Number.parseInt(code, 16));
  }

  #word(): boolean | null | undefined {
    word.lastIndex = this.#at;
    const [found] = word.exec(this.#text) ?? [];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return words[found];
  }

  /** No number changes: one that JavaScript would write differently keeps its digits. */
  #number(): number | ExactNumber {
    number.lastIndex = this.#at;
    const [found, sign, whole, point, fraction, exponent = ""] = number.exec(this.#text) ?? [];
    if (found === undefined) throw new NoRepr();
    this.#at += found.length;
    // JSON has a digit on both sides of the point.
    return numberFrom(`${sign}${whole ?? "0"}${point ? `.${fraction || "0"}` : ""}${exponent}`);
  }

  #peek(): string | undefined {
    this.#skipSpace();
    return this.#text[this.#at];
  }

  #takes(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#takes(character)) throw new NoRepr();
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? "x")) this.#at += 1;
  }
}
