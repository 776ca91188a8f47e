import type { QueryRange } from "./queryTypes.ts";

/** A piece of a value: typed plainly, or between quotes. */
export interface QueryPiece extends QueryRange {
  text: string;
  isQuoted: boolean;
}

/** A term as it is written: `-tool:issue_refund,"issue credit"`. */
export interface WrittenTerm extends QueryRange {
  not: boolean;
  /** What stands before the colon; none for a word or a phrase. */
  key?: QueryPiece;
  /** What stands after it, without the commas between values. */
  values: readonly QueryPiece[];
  /** The quote that isn't closed. */
  open?: QueryRange;
}

const space = /\s/;
/** In characters. */
const maxKeyLength = 500;
/** Each part of a path begins with a character of its own, so that the pattern takes linear time. */
const keyForm =
  /^([\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}\p{N}_$-]+|\.?"(?:[^"\\]|\\[^])*"|\[\d*\]|\["(?:[^"\\]|\\[^])*"\])*):(?!\/\/)/u;
/** A quote that isn't closed goes to the end, so that it isn't looked for again at each quote in it. */
const pathParts = /\.?\[?"((?:[^"\\]|\\[^]|\\$)*)(?:"\]?|$)|\[\d*\]/g;

/** A text between quotes, with a backslash before each quote and backslash in it. */
export function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, String.raw`\$&`)}"`;
}

/** What stands for what was typed between quotes. A backslash before another character is just a backslash. */
export function unquoted(inner: string): string {
  return inner.replace(/\\(["\\])/g, "$1");
}

/** A query with another text in place of a part of it. */
export function replaced(text: string, { start, end }: QueryRange, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

/** `input.items[0].price` and `input.items.price` are the same path, and so are `input."a b"` and `input["a b"]`. */
export function pathOf(key: string): string {
  const path = key.replace(pathParts, (_, name?: string) => (name === undefined ? "" : `.${unquoted(name)}`));
  return path.replace(/^(?:input|output)/i, (root) => root.toLowerCase());
}

/** The terms of a query, whatever a person typed. */
export function splitQuery(text: string): WrittenTerm[] {
  const terms: WrittenTerm[] = [];
  let at = 0;
  while (at < text.length) {
    if (space.test(text.charAt(at))) {
      at++;
      continue;
    }
    const term = readTerm(text, at);
    terms.push(term);
    at = term.end;
  }
  return terms;
}

/** The piece of a query at the caret: the term, and within it the key or the value. */
export function termAt(text: string, caret: number): WrittenTerm | undefined {
  return splitQuery(text).find(({ start, end }) => start <= caret && caret <= end);
}

function readTerm(text: string, start: number): WrittenTerm {
  const not = text.charAt(start) === "-" && !space.test(text.charAt(start + 1) || " ");
  let at = not ? start + 1 : start;
  const key = keyAt(text, at);
  if (key) at = key.end + 1;
  const values: QueryPiece[] = [];
  let open: QueryRange | undefined;
  for (;;) {
    const { piece, isOpen } = readPiece(text, at, key !== undefined);
    values.push(piece);
    if (isOpen) open = { start: piece.start, end: piece.end };
    at = piece.end;
    if (!key || text.charAt(at) !== ",") break;
    at++;
  }
  // A piece without a key ends where a quote begins: `a"b"` are a word and a phrase.
  return { start, end: at, not, key, values, open };
}

/** What stands before a colon that has a value, but not in `https://…` and `12:30`. A part of a path can be quoted. */
function keyAt(text: string, start: number): QueryPiece | undefined {
  const found = keyForm.exec(text.slice(start, start + maxKeyLength));
  if (!found?.[1]) return undefined;
  return { start, end: start + found[1].length, text: found[1], isQuoted: false };
}

function readPiece(text: string, start: number, isValue: boolean): { piece: QueryPiece; isOpen: boolean } {
  if (text.charAt(start) === '"') {
    let close = start + 1;
    while (close < text.length && text.charAt(close) !== '"') close += text.charAt(close) === "\\" ? 2 : 1;
    const end = Math.min(close + 1, text.length);
    const inner = unquoted(text.slice(start + 1, close));
    return { piece: { start, end, text: inner, isQuoted: true }, isOpen: close >= text.length };
  }
  let end = start;
  while (end < text.length && !space.test(text.charAt(end))) {
    const char = text.charAt(end);
    if (isValue ? char === "," : char === '"' && end > start) break;
    end++;
  }
  return { piece: { start, end, text: text.slice(start, end), isQuoted: false }, isOpen: false };
}
