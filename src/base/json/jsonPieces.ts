import { ExactNumber, isContainer } from "./exactNumber.ts";

/** In characters: a longer text comes in parts of this length. */
const longestPart = 8_192;

/**
 * The JSON of a value in pieces, in order; joined, they are what `stringifyJson` writes. No piece is long unless a name
 * is, so a part of a large value can be written without the rest.
 *
 * @param indent spaces a level; 0 for one line
 */
export function* jsonPieces(value: unknown, indent = 0): Generator<string, void, undefined> {
  yield* pieces(value, indent, "");
}

/** The same for a value of which a text is shown as it is, without quotes. */
export function* textPieces(value: unknown, indent = 0): Generator<string, void, undefined> {
  if (typeof value === "string") yield* partsOf(value);
  else yield* pieces(value, indent, "");
}

function* pieces(value: unknown, indent: number, margin: string): Generator<string, void, undefined> {
  if (typeof value === "string") {
    yield '"';
    for (const part of partsOf(value)) yield JSON.stringify(part).slice(1, -1);
    yield '"';
  } else if (value instanceof ExactNumber) yield value.text;
  else if (!isContainer(value)) yield JSON.stringify(value) ?? "null";
  else if (Array.isArray(value)) yield* listPieces(value, indent, margin);
  else yield* fieldPieces(value, indent, margin);
}

function* listPieces(list: readonly unknown[], indent: number, margin: string): Generator<string, void, undefined> {
  if (list.length === 0) return yield "[]";
  const inner = margin + " ".repeat(indent);
  const line = indent === 0 ? "" : `\n${inner}`;
  for (let index = 0; index < list.length; index++) {
    yield `${index === 0 ? "[" : ","}${line}`;
    yield* pieces(list[index], indent, inner);
  }
  yield indent === 0 ? "]" : `\n${margin}]`;
}

function* fieldPieces(fields: object, indent: number, margin: string): Generator<string, void, undefined> {
  const names = Object.keys(fields).filter((name) => (fields as Record<string, unknown>)[name] !== undefined);
  if (names.length === 0) return yield "{}";
  const inner = margin + " ".repeat(indent);
  const line = indent === 0 ? "" : `\n${inner}`;
  let sign = "{";
  for (const name of names) {
    yield `${sign}${line}${JSON.stringify(name)}:${indent === 0 ? "" : " "}`;
    yield* pieces((fields as Record<string, unknown>)[name], indent, inner);
    sign = ",";
  }
  yield indent === 0 ? "}" : `\n${margin}}`;
}

function* partsOf(text: string): Generator<string, void, undefined> {
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + longestPart, text.length);
    if (to < text.length && /[\ud800-\udbff]/.test(text.charAt(to - 1))) to += 1;
    yield text.slice(from, to);
    from = to;
  }
}

/** A part of a text that comes in pieces. */
export interface TextWindow {
  text: string;
  /** The length of the whole text, in characters. */
  length: number;
}

/** The part from a character on, at most so long. Takes no more memory than that part. */
export function textWindow(of: Iterable<string>, from: number, most: number): TextWindow {
  const parts: string[] = [];
  let length = 0;
  for (const piece of of) {
    const start = Math.max(0, from - length);
    const end = Math.min(piece.length, from + most - length);
    if (end > start) parts.push(piece.slice(start, end));
    length += piece.length;
  }
  return { text: parts.join(""), length };
}
