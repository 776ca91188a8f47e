import { isContainer } from "../../../base/json/exactNumber.ts";
import { stringifyJson } from "../../../base/json/stringifyJson.ts";
import { isSame, type JsonPart, partsOfJson } from "./jsonDifferences.ts";

/** A line of indented JSON. */
export interface JsonLine {
  readonly text: string;
  /** The part of it that the other side's line has not: from a character to before another. */
  readonly mark?: Range | undefined;
}

/** A line of each side, or of the one that has it; or how many equal lines are left out. */
type JsonLineRow =
  | { readonly kind: "equal"; readonly a: JsonLine; readonly b: JsonLine }
  | { readonly kind: "changed"; readonly a: JsonLine; readonly b: JsonLine }
  | { readonly kind: "onlyInA"; readonly a: JsonLine; readonly b?: undefined }
  | { readonly kind: "onlyInB"; readonly a?: undefined; readonly b: JsonLine }
  | { readonly kind: "folded"; readonly lines: number };

export interface JsonLines {
  readonly rows: readonly JsonLineRow[];
  /** There are more differences than rows to show them. */
  readonly isCut: boolean;
}

export interface JsonLineOptions {
  /** Whether ids and times count: see `keys/ignored.ts`. */
  readonly exact?: boolean | undefined;
  /** As many equal lines in a row are folded. */
  readonly fold?: number | undefined;
  /** No more rows than this. */
  readonly most?: number | undefined;
}

/** Characters of one value on its line; more are cut, around the part that differs. */
const longestValue = 400;

/**
 * Two JSON values as indented lines, side by side, with signs for what differs and equal stretches folded. Numbers
 * stand as they were written.
 */
export function jsonLines(a: unknown, b: unknown, options: JsonLineOptions = {}): JsonLines {
  const writer = new LineWriter(options.exact === true, options.fold ?? 3, options.most ?? 2_000);
  const kind = isSame(a, b, undefined, options.exact === true) ? "equal" : "changed";
  writer.write({ kind, name: undefined, a, b }, { depth: 0, isLastOfA: true, isLastOfB: true, isItem: true });
  return { rows: writer.folded(), isCut: writer.isCut };
}

/** `3 equal lines` */
export function foldWords(lines: number): string {
  return lines === 1 ? "1 equal line" : `${lines} equal lines`;
}

interface Place {
  readonly depth: number;
  /** Nothing follows in the object or list, so that no comma does. */
  readonly isLastOfA: boolean;
  readonly isLastOfB: boolean;
  /** Of a list, or the whole: without a name. */
  readonly isItem: boolean;
}

interface BothParts {
  readonly name: JsonPart["name"];
  readonly a: unknown;
  readonly b: unknown;
}

class LineWriter {
  readonly #exact: boolean;
  readonly #fold: number;
  readonly #most: number;
  readonly #rows: JsonLineRow[] = [];
  isCut = false;

  constructor(exact: boolean, fold: number, most: number) {
    this.#exact = exact;
    this.#fold = fold;
    this.#most = most;
  }

  write(part: JsonPart, place: Place): void {
    if (part.kind === "equal") this.#writeEqual(part, place);
    else if (part.kind === "onlyInA") this.#writeOnly("a", part.name, part.a, place);
    else if (part.kind === "onlyInB") this.#writeOnly("b", part.name, part.b, place);
    else this.#writeChanged(part, place);
  }

  #writeChanged(part: BothParts, place: Place): void {
    const parts = partsOfJson(part.a, part.b, this.#exact);
    const start = " ".repeat(2 * place.depth) + nameText(part.name, place);
    const [endOfA, endOfB] = [comma(place.isLastOfA), comma(place.isLastOfB)];
    if (parts) {
      const [open, close] = Array.isArray(part.a) ? ["[", "]"] : ["{", "}"];
      this.#add({ kind: "equal", a: { text: start + open }, b: { text: start + open } });
      this.#writeParts(parts, { ...place, isItem: Array.isArray(part.a) });
      const end = " ".repeat(2 * place.depth) + close;
      this.#add({ kind: "equal", a: { text: end + endOfA }, b: { text: end + endOfB } });
    } else if (isContainer(part.a) || isContainer(part.b)) {
      this.#writeOnly("a", part.name, part.a, place);
      this.#writeOnly("b", part.name, part.b, place);
    } else {
      const [of, other] = leaves(part.a, part.b, start.length);
      const [a, b] = [
        { ...of, text: start + of.text + endOfA },
        { ...other, text: start + other.text + endOfB },
      ];
      this.#add({ kind: "changed", a, b });
    }
  }

  folded(): JsonLineRow[] {
    return folded(this.#rows, this.#fold);
  }

  #writeParts(parts: readonly JsonPart[], place: Place): void {
    const lastOfA = parts.findLast(({ kind }) => kind !== "onlyInB");
    const lastOfB = parts.findLast(({ kind }) => kind !== "onlyInA");
    for (const each of parts) {
      if (this.isCut) return;
      this.write(each, { ...place, depth: place.depth + 1, isLastOfA: each === lastOfA, isLastOfB: each === lastOfB });
    }
  }

  #writeEqual({ name, a, b }: BothParts, place: Place): void {
    const lines = lineCount(a);
    if (lines >= this.#fold) {
      this.#add({ kind: "folded", lines });
      return;
    }
    const [of, other] = [
      this.#linesOf(name, a, place, place.isLastOfA),
      this.#linesOf(name, b, place, place.isLastOfB),
    ];
    of.forEach((text, index) => this.#add({ kind: "equal", a: { text }, b: { text: other[index] ?? text } }));
  }

  #writeOnly(side: "a" | "b", name: JsonPart["name"], value: unknown, place: Place): void {
    for (const text of this.#linesOf(name, value, place, side === "a" ? place.isLastOfA : place.isLastOfB)) {
      const line = { text, mark: { from: text.length - text.trimStart().length, to: text.length } };
      this.#add(side === "a" ? { kind: "onlyInA", a: line } : { kind: "onlyInB", b: line });
    }
  }

  #linesOf(name: JsonPart["name"], value: unknown, place: Place, isLast: boolean): string[] {
    const indent = " ".repeat(2 * place.depth);
    const lines = (stringifyJson(value, 2) ?? "null").split("\n", this.#most + 1).map((line) => indent + cut(line));
    lines[0] = indent + nameText(name, place) + lines[0]!.slice(indent.length);
    lines[lines.length - 1] += comma(isLast);
    return lines;
  }

  #add(row: JsonLineRow): void {
    if (this.#rows.length >= this.#most) this.isCut = true;
    else this.#rows.push(row);
  }
}

/** The rows with equal stretches folded from so many lines on. */
function folded(all: readonly JsonLineRow[], least: number): JsonLineRow[] {
  const rows: JsonLineRow[] = [];
  let equal: JsonLineRow[] = [];
  const close = (): void => {
    const lines = equal.reduce((sum, row) => sum + (row.kind === "folded" ? row.lines : 1), 0);
    if (lines >= least) rows.push({ kind: "folded", lines });
    else rows.push(...equal);
    equal = [];
  };
  for (const row of all) {
    if (row.kind === "equal" || row.kind === "folded") {
      equal.push(row);
      continue;
    }
    close();
    rows.push(row);
  }
  close();
  return rows;
}

/** Two values that are no objects or lists, each with the part that differs. @param start where they begin in a line */
function leaves(a: unknown, b: unknown, start: number): [JsonLine, JsonLine] {
  const [of, other] = [stringifyJson(a) ?? "null", stringifyJson(b) ?? "null"];
  const areTexts = typeof a === "string" && typeof b === "string";
  const whole = { a: { from: 0, to: of.length }, b: { from: 0, to: other.length } };
  const ranges = areTexts ? differingRange(of, other) : whole;
  const line = (text: string, { from, to }: Range): JsonLine => {
    const first = Math.max(0, Math.min(from - longestValue / 4, text.length - longestValue));
    const last = Math.min(text.length, Math.max(first, 0) + longestValue);
    const before = first > 0 ? "…" : "";
    const after = last < text.length ? "…" : "";
    const shift = start + before.length - first;
    return {
      text: before + text.slice(first, last) + after,
      mark: { from: from + shift, to: Math.min(to, last) + shift },
    };
  };
  return [line(of, ranges.a), line(other, ranges.b)];
}

function nameText(name: JsonPart["name"], { isItem }: Place): string {
  return isItem || typeof name !== "string" ? "" : `${JSON.stringify(name)}: `;
}

function comma(isLast: boolean): string {
  return isLast ? "" : ",";
}

function cut(line: string): string {
  return line.length > longestValue ? `${line.slice(0, longestValue)}…` : line;
}

/** How many lines a value takes. */
function lineCount(value: unknown): number {
  if (!isContainer(value)) return 1;
  const values = Object.values(value);
  return values.length === 0 ? 1 : values.reduce((sum: number, each) => sum + lineCount(each), 2);
}

/** From a character to before another. */
interface Range {
  readonly from: number;
  readonly to: number;
}

const ofWord = /[\p{L}\p{M}\p{N}_]/u;

/**
 * The parts of two texts between what both begin and end with, widened to whole words: of `"refunds-us.md"` and
 * `"refunds-eu.md"` two letters differ.
 */
function differingRange(a: string, b: string): { a: Range; b: Range } {
  const least = Math.min(a.length, b.length);
  let start = 0;
  while (start < least && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < least - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  while (start > 0 && isWithin(a, b, start, start)) start -= 1;
  while (end > 0 && isWithin(a, b, a.length - end, b.length - end)) end -= 1;
  return { a: { from: start, to: a.length - end }, b: { from: start, to: b.length - end } };
}

/** Whether a cut at these places would part a word, or a character, of either text. */
function isWithin(a: string, b: string, inA: number, inB: number): boolean {
  return isWithinWord(a, inA) || isWithinWord(b, inB);
}

function isWithinWord(text: string, at: number): boolean {
  const [before, after] = [text[at - 1] ?? "", text[at] ?? ""];
  return (ofWord.test(before) && ofWord.test(after)) || /[\ud800-\udbff]/.test(before);
}
