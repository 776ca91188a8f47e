import { isContainer } from "../../base/json/exactNumber.ts";
import { endOfString } from "../../base/json/parseJson.ts";
import { openWhole } from "../values/prettyJson.ts";
import { parsePythonRepr } from "../values/pythonRepr.ts";
import { isLeftOut, leftOutWords } from "./leftOut.ts";
import { isResultFile } from "./resultFile.ts";

type Fields = Record<string, unknown>;

/** In characters. A shorter text holds no file. */
const shortest = 24;

/**
 * The same value with words in place of its files' bytes, also in JSON inside a text. A value without files is returned
 * unchanged.
 */
export function withoutBytes<T>(value: T): T {
  return thin(value) as T;
}

function thin(value: unknown): unknown {
  if (typeof value === "string") return value.length < shortest ? value : thinText(value);
  if (!isContainer(value)) return value;
  return Array.isArray(value) ? thinList(value) : thinFields(value as Fields);
}

function thinList(list: unknown[]): unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const next = thin(list[index]);
    if (next !== list[index]) (copy ??= [...list])[index] = next;
  }
  return copy ?? list;
}

function thinFields(fields: Fields): Fields {
  let changed: Map<string, unknown> | undefined;
  // Not `Object.entries`, which would create lists: most values have no file.
  for (const key in fields) {
    const child = fields[key];
    const isFile = key === "content" && typeof child === "string" && isResultFile(fields);
    const next = isFile ? leftOutWords(child) : thin(child);
    if (next !== child) (changed ??= new Map()).set(key, next);
  }
  if (!changed) return fields;
  return Object.fromEntries(Object.entries(fields).map(([key, child]) => [key, changed.get(key) ?? child]));
}

/** Base64 of which only a part is here, because apps cut long results in the middle. */
const piece = /((?:["']content\\*["']\s*:\s*\\*["']|\.\.\.\[Content truncated\]\.\.\.\s*))([A-Za-z0-9+/]{64,}={0,2})/g;

/** A text that contains JSON or a Python value with files. The result is text as well. */
function thinText(text: string): string {
  if (!/[Cc]ontent/.test(text)) return text;
  const thinned = mayHoldFile(text) && isContainer(openWhole(text)) ? new TextThinner(text).thin() : text;
  return thinned.replace(
    piece,
    (_, before: string, base64: string) => `${before}[left out: ${base64.length} characters of base64]`,
  );
}

function mayHoldFile(text: string): boolean {
  return text.length >= shortest && text.includes("content") && text.includes("size");
}

/** A string between its quotes. Where it begins and ends is in characters of the text. */
interface Literal {
  start: number;
  end: number;
  value: string;
}

/** An object or a list that isn't closed yet. */
interface OpenContainer {
  /** The name of the field whose value comes next; `undefined` where a name comes next, and in lists. */
  field?: string;
  isObject: boolean;
  /** What makes an object a file. */
  facts: Fields;
  content?: Literal;
}

const facts: ReadonlySet<string> = new Set(["content", "size", "name", "mime_type"]);
/** A literal with JSON or Python inside that may hold a file. */
const mayHoldContent = /[Cc]ontent|\\u/;
/** A number or a word. */
const scalar = /[^\s,:"'{}[\]()]+/y;

/**
 * Puts words in place of the bytes of files in a text of JSON or Python. It reads the text once and copies it once,
 * however many files it has, and everything else stays as it is written.
 */
class TextThinner {
  readonly #text: string;
  readonly #open: OpenContainer[] = [];
  readonly #changes: { start: number; end: number; text: string }[] = [];

  /** @param text known to be JSON or Python's notation */
  constructor(text: string) {
    this.#text = text;
  }

  thin(): string {
    const text = this.#text;
    for (let at = 0; at < text.length; at++) {
      const sign = text[at]!;
      if (sign === "{") this.#open.push({ isObject: true, facts: {} });
      else if (sign === "[" || sign === "(") this.#open.push({ isObject: false, facts: {} });
      else if (sign === "}" || sign === "]" || sign === ")") this.#close();
      else if (sign === '"' || sign === "'") at = this.#string(at, endOfString(text, at, sign));
      else if (sign === ",") this.#next();
      else if (sign !== ":" && sign > " ") at = this.#scalar(at);
    }
    const parts: string[] = [];
    let taken = 0;
    // A content is noted when its object closes, after what is in the fields behind it.
    for (const change of this.#changes.sort((a, b) => a.start - b.start)) {
      parts.push(text.slice(taken, change.start), change.text);
      taken = change.end;
    }
    return parts.length === 0 ? text : parts.join("") + text.slice(taken);
  }

  #next(): void {
    const container = this.#open.at(-1);
    if (container) container.field = undefined;
  }

  /** @returns the index of the closing quote */
  #string(start: number, end: number): number {
    const container = this.#open.at(-1);
    if (!container) return end;
    const { field } = container;
    if (container.isObject && field === undefined) container.field = valueOf(this.#text, start, end);
    else if (field !== undefined && facts.has(field)) {
      const value = valueOf(this.#text, start, end);
      container.facts[field] = value;
      if (field === "content") container.content = { start, end, value };
    } else if (mayHoldContent.test(this.#text.slice(start, end)))
      this.#replace({ start, end, value: valueOf(this.#text, start, end) }, thinText);
    return end;
  }

  /** @returns the index of the last character of the number or word */
  #scalar(at: number): number {
    scalar.lastIndex = at;
    const [word] = scalar.exec(this.#text) ?? [];
    if (word === undefined) return at;
    const container = this.#open.at(-1);
    // Python writes `None`, and JSON's additions `NaN` and `Infinity`.
    if (container?.field === "size" && /^-?[\d.I]|^NaN$/.test(word)) container.facts["size"] = Number(word);
    // In Python, a number can be the name of a field.
    else if (container?.isObject && container.field === undefined) container.field = word;
    return at + word.length - 1;
  }

  #close(): void {
    const { content, facts: file } = this.#open.pop() ?? {};
    if (!content) return;
    if (!isResultFile(file)) this.#replace(content, thinText);
    else if (content.value !== "" && !isLeftOut(content.value)) this.#replace(content, leftOutWords);
  }

  #replace({ start, end, value }: Literal, change: (value: string) => string): void {
    const next = change(value);
    if (next !== value) this.#changes.push({ start: start + 1, end, text: written(next, this.#text[start]!) });
  }
}

/** The value of a string literal of JSON or Python. */
function valueOf(text: string, start: number, end: number): string {
  const inside = text.slice(start + 1, end);
  if (!inside.includes("\\")) return inside;
  const literal = text.slice(start, end + 1);
  try {
    return JSON.parse(literal) as string;
  } catch {
    // Python has other escapes.
    const value = parsePythonRepr(literal);
    return typeof value === "string" ? value : inside;
  }
}

/** A text as JSON and Python both write it between such quotes. */
function written(text: string, quote: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/\\.|'/g, (part) => {
      if (part === "\\b" || part === "\\f") return part === "\\b" ? "\\u0008" : "\\u000c";
      if (quote === '"') return part;
      return part === "'" ? "\\'" : part === '\\"' ? '"' : part;
    });
}
