import { parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { parsePythonRepr } from "./pythonRepr.ts";

/** In characters: how much of a value the panel gets. */
const maxShownLength = 20_000;
/** In characters. A longer text isn't parsed. */
const maxParsedLength = 1_000_000;

export interface PrettyJson {
  text: string;
  /** The length of the whole text, in characters, when `text` is only its beginning. */
  length?: number;
}

/** Replaces a value that is too large for memory: the beginning of its indented JSON. */
export class LargeValue {
  readonly text: string;
  /** The length of the whole text, in characters. */
  readonly length: number;

  constructor(text: string, length: number) {
    this.text = text;
    this.length = length;
  }
}

/** A value as indented JSON, also JSON inside a text; any other text unchanged. @param maxLength in characters */
export function prettyJson(value: unknown, maxLength = maxShownLength): PrettyJson {
  if (value instanceof LargeValue) return { text: value.text, length: value.length };
  const opened = openJson(value);
  const text = typeof opened === "string" ? opened : (stringifyJson(opened, 2) ?? "");
  if (text.length <= maxLength) return { text };
  const cut = isHighSurrogate(text.charCodeAt(maxLength - 1)) ? maxLength - 1 : maxLength;
  return { text: text.slice(0, cut), length: text.length };
}

/** The object or list inside a text, in JSON or Python's notation, also one per line; otherwise the value itself. */
export function openJson(value: unknown): unknown {
  if (value instanceof LargeValue) return value.text;
  return typeof value === "string" && value.length > maxParsedLength ? value : openWhole(value);
}

/** Opens a value as JSON, whatever the text's length. */
export function openWhole(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s{0,100}[[{(]/.test(value)) return value;
  try {
    return parseJson(value);
  } catch {
    return openPython(value) ?? value;
  }
}

function openPython(text: string): unknown {
  const whole = parsePythonRepr(text);
  if (whole !== undefined || !text.includes("\n")) return whole;
  const lines: unknown[] = [];
  for (const line of text.trim().split("\n")) {
    const item = parsePythonRepr(line);
    if (typeof item !== "object" || item === null) return undefined;
    lines.push(item);
  }
  return lines;
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
