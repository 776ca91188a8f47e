import { ExactNumber, isContainer } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { LargeValue, openJson } from "./prettyJson.ts";
import {
  findSecrets,
  isSecretName,
  mayHoldSecret,
  offsetsWithout,
  type Range,
  secretWordOf,
  type TakeRange,
  whyNamed,
} from "./secretForms.ts";

/** The sign that covers a secret. */
export const coverText = "•••";

/** In characters: a shorter secret would be found in words. Up to `maxWordLength` it has to be a word of its own. */
const minKnownLength = 4;
const maxWordLength = 7;
/** In characters: the beginning of a known secret that a text may have been cut behind. */
const minBeginningLength = 8;
/** In levels of lists and objects: JSON in deeper texts isn't opened. A text can hold any number of levels. */
const maxDepth = 500;
/** In characters: the shortest part of a secret in base64 that is covered, where so many letters hold as much of it. */
const minEncodedLength = 11;
const keyPrefix = /^(?:dynamiq_acc_)?/;
/** In characters: a known secret that is broken over lines isn't longer. */
const maxEndLength = 4_096;

type Fields = Record<string, unknown>;
/** The secrets that are found unknown: those that a form or a name gives away, those that certainly are keys, none. */
type Reach = "all" | "keys" | "known";

/**
 * Covers known secrets, and those that a form or a name gives away. Cover a value whole, before it is folded, compared
 * or cut: the rest of a key isn't recognized. The secrets stay in here.
 */
export class Cover {
  readonly #secrets: readonly string[];
  readonly #known: readonly KnownText[];
  readonly #reach: Reach;
  readonly #reasons = new Set<string>();

  /** @param secrets keys, and whatever else may never be shown */
  constructor(secrets: Iterable<string> = [], reach: Reach = "all") {
    this.#secrets = [...new Set(secrets)].filter(({ length }) => length >= minKnownLength);
    this.#known = this.#secrets.flatMap(knownTexts);
    this.#reach = reach;
  }

  /** Covers what certainly is a key, and nothing for its name alone: a person has to see what is sent. */
  get keysAlone(): Cover {
    return new Cover(this.#secrets, "keys");
  }

  /** Covers nothing but the known secrets. For data that a person's own program reads. */
  get knownAlone(): Cover {
    return new Cover(this.#secrets, "known");
  }

  /** Why something was covered so far: `a known access key`, `a value named password`. None of it is from a run. */
  get reasons(): ReadonlySet<string> {
    return this.#reasons;
  }

  /** The parts of a text that are covered: in order, without overlaps. */
  ranges(text: string): Range[] {
    const all: Range[] = [];
    const take: TakeRange = (from, to, why) => {
      all.push({ from, to });
      this.#reasons.add(why);
    };
    for (const known of this.#known) findKnown(text, known, take);
    if (this.#known.length > 0) findBroken(text, this.#known, take);
    if (this.#reach !== "known") findSecrets(text, take, this.#reach === "all");
    return joined(all);
  }

  text(text: string): string {
    return withCovers(text, this.ranges(text));
  }

  /** How many characters at the end of a text are the beginning of a known secret. */
  secretAtEnd(text: string): number {
    const end = text.slice(-maxEndLength);
    const whole = end.replace(lineBreak, "");
    const length = Math.max(0, ...this.#known.map(({ text: secret }) => beginningAtEnd(whole, secret, 1)));
    if (length === 0 || whole.length === end.length) return length;
    return end.length - offsetsWithout(end, lineBreak)[whole.length - length]!;
  }

  /** A copy of a JSON value, a step, or anything made of both, with covers; the same one if it has no secrets. */
  value<T>(value: T): T {
    return this.#visit(value) as T;
  }

  #visit(value: unknown, depth = 0): unknown {
    if (typeof value === "string") return this.#string(value, depth);
    if (typeof value === "number" || value instanceof ExactNumber) {
      const text = String(value);
      return this.#known.length > 0 && this.text(text) !== text ? coverText : value;
    }
    if (value instanceof LargeValue) return this.#cut(value);
    if (!isContainer(value)) return value;
    return Array.isArray(value) ? this.#list(value, depth + 1) : this.#fields(value as Fields, depth + 1);
  }

  /** JSON in a text is covered by the names of its fields, too. */
  #string(text: string, depth: number): string {
    const clean = this.text(text);
    if (depth > maxDepth || !/^\s{0,100}[[{(]/.test(text)) return clean;
    if (clean === text && !text.includes("\\") && !mayHoldSecret(text)) return clean;
    const opened = openJson(text);
    if (!isContainer(opened)) return clean;
    const value = this.#visit(opened, depth);
    // The text's own form stays if it covers as much.
    if (value === opened || sameValue(openJson(clean), value)) return clean;
    return this.text(stringifyJson(value) ?? coverText);
  }

  /** Covers a large value. Only its beginning is known, so its last word may be the beginning of a secret. */
  #cut(value: LargeValue): LargeValue {
    const { text, length } = value;
    const end = /(?<![^\s"'`<>,])[^\s"'`<>,]{4,}$/.exec(text.slice(-4_096));
    const lengths = this.#known.map(({ text: whole }) => beginningAtEnd(text, whole));
    const last = text.length - Math.max(0, end?.[0].length ?? 0, ...lengths);
    const ranges = this.ranges(text);
    if (last < text.length) ranges.push({ from: last, to: text.length });
    return ranges.length === 0 ? value : new LargeValue(withCovers(text, ranges), length);
  }

  #list(list: readonly unknown[], depth: number): readonly unknown[] {
    const broken = this.#brokenIn(list);
    let [isSecret, isKey, differs, before] = [false, false, false, ""];
    const isPair = this.#reach === "all" && list.length === 2 && typeof list[0] === "string" && isSecretName(list[0]);
    const items = list.map((item, index) => {
      const hides = isSecret || isKey || (isPair && index === 1);
      const clean = hides ? hidden(item) : (broken.get(index) ?? this.#visit(item, depth));
      if (hides && clean !== item) this.#reasons.add(isKey ? "a private key" : whyNamed(secretWordOf(before) ?? ""));
      if (typeof item === "string") before = item;
      // An option of a command is followed by its value, and the lines of a private key by its end.
      isSecret =
        this.#reach === "all" && typeof item === "string" && /^--?[\w-]{2,60}$/.test(item) && isSecretName(item);
      if (typeof item === "string" && item.includes("PRIVATE KEY")) isKey = !/-----END [^]*$/.test(item);
      differs ||= clean !== item;
      return clean;
    });
    return differs ? items : list;
  }

  /** The lines of a list that have parts of known secrets, with covers, by their indexes. */
  #brokenIn(list: readonly unknown[]): ReadonlyMap<number, string> {
    const lines = new Map<number, string>();
    if (this.#known.length === 0 || list.length < 2 || !list.every((each) => typeof each === "string")) return lines;
    const text = list.join("\n");
    const ranges: Range[] = [];
    findBroken(text, this.#known, (from, to) => text.slice(from, to).includes("\n") && ranges.push({ from, to }));
    if (ranges.length === 0) return lines;
    let start = 0;
    for (const [index, line] of list.entries()) {
      const own = ranges.map(({ from, to }) => ({
        from: Math.max(0, from - start),
        to: Math.min(line.length, to - start),
      }));
      const inLine = own.filter(({ from, to }) => from < to);
      if (inLine.length > 0) lines.set(index, this.text(withCovers(line, inLine)));
      start += line.length + 1;
    }
    if (lines.size > 0) this.#reasons.add("a known access key");
    return lines;
  }

  #fields(fields: Fields, depth: number): Fields {
    const names = Object.keys(fields);
    const name = ["name", "key", "header", "field"]
      .map((each) => fields[each])
      .find((each) => typeof each === "string");
    const isPair = this.#reach === "all" && typeof name === "string" && "value" in fields && isSecretName(name);
    let differs = false;
    const used = new Set<string>();
    const pairs = names.map((own): [string, unknown] => {
      const value = fields[own];
      const hides = this.#reach === "all" && isSecretName(own);
      const hidesPair = isPair && own === "value";
      const clean = hides || hidesPair ? hidden(value) : this.#visit(value, depth);
      const word = secretWordOf(hides ? own : hidesPair ? name : "");
      if (word !== undefined && clean !== value) this.#reasons.add(whyNamed(word));
      const shown = this.#name(own, used);
      differs ||= clean !== value || shown !== own;
      return [shown, clean];
    });
    return differs ? Object.fromEntries(pairs) : fields;
  }

  /** Two fields keep two names. */
  #name(own: string, used: Set<string>): string {
    const clean = this.text(own);
    let name = clean;
    for (let count = 2; used.has(name); count++) name = `${clean} (${count})`;
    used.add(name);
    return name;
  }
}

/** The value of a field whose name says that it is a secret. That there is none is said. */
function hidden(value: unknown): unknown {
  const isEmpty = value === undefined || value === null || typeof value === "boolean" || value === "";
  return isEmpty || (isContainer(value) && Object.keys(value).length === 0) ? value : coverText;
}

function sameValue(a: unknown, b: unknown): boolean {
  return stringifyJson(a) === stringifyJson(b);
}

/** A text that gives a secret away. */
interface KnownText {
  text: string;
  /** Whether it may be part of a word. */
  isPart: boolean;
  /** The number of characters from which on its beginning is covered, too. */
  minLength: number;
}

/** The secret as it is, within JSON, in an address, and in base64, where its offset decides about its letters. */
function knownTexts(secret: string): KnownText[] {
  const isPart = secret.length > maxWordLength;
  const minLength = Math.max(minBeginningLength, (keyPrefix.exec(secret)?.[0].length ?? 0) + 4);
  const texts = new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(wellFormed(secret))]);
  const plain = [...texts].map((text) => ({ text, isPart, minLength }));
  if (!isPart) return plain;
  const bytes = String.fromCharCode(...new TextEncoder().encode(secret));
  const encoded = [0, 1, 2].map((before) => {
    const whole = btoa("\0".repeat(before) + bytes).replace(/={1,2}$/, "");
    // The first and the last letter also hold bits of what stands around the secret.
    return whole.slice(Math.ceil((before * 4) / 3), Math.floor(((before + bytes.length) * 4) / 3));
  });
  const forms = encoded.flatMap((text) => [text, text.replaceAll("+", "-").replaceAll("/", "_")]);
  return [
    ...plain,
    ...[...new Set(forms)].map((text) => ({ text, isPart, minLength: Math.min(text.length, minEncodedLength) })),
  ];
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

function findKnown(text: string, { text: known, isPart, minLength }: KnownText, take: TakeRange): void {
  const beginning = known.slice(0, minLength);
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
    let end = at + beginning.length;
    while (end - at < known.length && text[end] === known[end - at]) end += 1;
    // A beginning is covered where the text was cut behind it.
    const isWhole = end - at === known.length || end === text.length || text[end] === "…";
    if (isWhole && (isPart || !(isOfWord(text[at - 1]) || isOfWord(text[end])))) take(at, end, "a known access key");
  }
}

/** The end of a line with the indentation of the next one. */
const lineBreak = /(?<![ \t])[ \t]*\r?\n[ \t]*/g;
/** The end of a line with signs around it: within JSON, in a shell command, in quotes and comments. */
const markedBreak =
  /(?<![ \t"'`>#|*,;+\\])[ \t"'`>#|*,;+\\]*(?:[\n\r\u2028\u2029]|\\[nr])(?:\\[nrt]|[\s"'`>#|*,;+\\])*/g;

function findBroken(text: string, known: readonly KnownText[], take: TakeRange): void {
  // A key may have such signs itself.
  for (const each of [lineBreak, markedBreak]) findWithout(each, text, known, take);
}

function findWithout(broken: RegExp, text: string, known: readonly KnownText[], take: TakeRange): void {
  const whole = text.replace(broken, "");
  if (whole.length === text.length) return;
  const found = known.filter((each) => each.isPart && whole.includes(each.text));
  if (found.length === 0) return;
  const offsets = offsetsWithout(text, broken);
  for (const { text: secret } of found)
    for (let at = whole.indexOf(secret); at >= 0; at = whole.indexOf(secret, at + 1))
      take(offsets[at]!, offsets[at + secret.length - 1]! + 1, "a known access key");
}

function isOfWord(character = " "): boolean {
  return /[\p{L}\p{N}_]/u.test(character);
}

/** How many characters of a secret a text ends with. */
function beginningAtEnd(text: string, secret: string, minLength = minKnownLength): number {
  const end = text.slice(-(secret.length - 1));
  const first = secret.charAt(0);
  for (let at = end.indexOf(first); at >= 0; at = end.indexOf(first, at + 1)) {
    if (secret.startsWith(end.slice(at))) return end.length - at < minLength ? 0 : end.length - at;
  }
  return 0;
}

function joined(ranges: readonly Range[]): Range[] {
  const all: Range[] = [];
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** The text with covers in place of some parts. */
export function withCovers(text: string, ranges: readonly Range[]): string {
  if (ranges.length === 0) return text;
  let [shown, at] = ["", 0];
  for (const { from, to } of joined(ranges)) {
    shown += text.slice(at, from) + coverText;
    at = to;
  }
  return shown + text.slice(at);
}
