import { errorText } from "./errorText.ts";

export type PartKind =
  | "number"
  | "id"
  | "time"
  | "date"
  | "amount"
  | "size"
  | "url"
  | "path"
  | "email"
  | "text"
  | "data";

/** A piece of a message as it is written: words, or a value that may differ from run to run. */
export interface MessagePart {
  readonly text: string;
  /** Of a value. */
  readonly kind?: PartKind;
}

const months = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
const unit = String.raw`(?:ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)`;
const number = String.raw`[-+]?\d{1,40}(?:,\d{3}){0,12}(?:\.\d{1,40})?`;
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?`;
const zone = String.raw`(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`;
const afterNoun =
  "(?:tool|function|field|column|table|parameter|param|argument|variable|attribute|key|file|host|user|customer|" +
  "model|collection|index|bucket|queue|topic|order|ticket|session|account|region|server|method|property)s?";

/**
 * The variable parts, the first that fits. A status of HTTP (`status`) and a name such as `utf-8` (`word`) look like
 * one of them and are words.
 */
const patterns: readonly (readonly [PartKind | "status" | "word", string])[] = [
  [
    "status",
    String.raw`(?:(?<=^|(?:code|status|HTTP|error|HTTP/\d(?:\.\d)?)[: ]{1,2}['"(]?)[45]\d{2}\b(?! ?${unit}\b))`,
  ],
  ["status", String.raw`[45]\d{2}(?= (?:[A-Z][a-z]{2,20} ){0,3}[A-Z][a-z]{2,20}\b)`],
  ["url", String.raw`\b[a-z][a-z+]{1,14}://[^\s"'<>)\]]{1,2000}`],
  ["email", String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`],
  ["id", String.raw`\barn:[^\s"']{1,400}`],
  ["date", String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?\d{1,2} ${months} \d{4}(?:,? ${clock}${zone})?`],
  ["date", String.raw`\b${months} \d{1,2},? \d{4}\b`],
  ["date", String.raw`\b\d{4}-\d{2}-\d{2}(?:[T ]${clock}${zone})?`],
  ["date", String.raw`\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b`],
  ["id", String.raw`\b0x[\da-fA-F]{1,32}\b`],
  ["id", String.raw`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b`],
  [
    "id",
    String.raw`\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:com|net|org|io|dev|app|internal|local|example|test)\b(?::\d{1,5})?`,
  ],
  ["path", String.raw`(?<![\w.])(?:[A-Za-z]:\\|~?/)[^\s"'<>:;,)\]]{1,400}`],
  ["text", String.raw`\b(?:application|audio|font|image|model|text|video)/[\w.+-]{1,100}`],
  ["path", String.raw`\b(?:[\w.-]{1,80}/){1,12}[\w.-]{0,80}\.[a-z\d]{1,5}\b`],
  ["path", String.raw`\b[\w-]{1,100}\.(?=[a-z\d]{0,4}[a-z])[a-z\d]{2,5}\b(?!\()`],
  ["amount", String.raw`(?:[$€£¥] ?|\b(?:USD|EUR|GBP|CHF|JPY) )${number}`],
  ["amount", String.raw`\b\d[\d,.]{0,20} ?(?:[€£¥]|(?:USD|EUR|GBP|CHF|JPY)\b)`],
  ["size", String.raw`\b\d[\d,.]{0,30} ?(?:[kKMGTP]i?B|bytes?|B)\b`],
  ["time", String.raw`\b(?:\d{1,9}(?:\.\d{1,9})?${unit}){1,6}\b`],
  ["time", String.raw`(?<![\w.])${number} ${unit}\b`],
  ["time", String.raw`\b${clock}\b`],
  ["word", String.raw`\b(?:utf-?(?:8|16)|latin-?1|base64|sha-?(?:1|256|512)|[a-zA-Z]{1,5}\d)\b(?!-)`],
  ["id", String.raw`\b(?=[\w-]{0,79}\d)(?=[\w-]{0,79}[A-Za-z])[\w-]{2,200}(?![\w-])`],
  ["number", String.raw`(?<![\w.])${number}%?`],
  ["data", String.raw`\{\}|<object>`],
  ["data", String.raw`\[(?=["'{[\d\]-])[^\]]{0,500}\]`],
  ["text", String.raw`(?<=\b${afterNoun}: )[^\s"'{[,;.]{1,100}`],
  ["text", String.raw`(?<=\b${afterNoun} )[\w.-]{0,60}[_.][\w-]{1,60}`],
  // A field's name alone in its line, as pydantic writes it.
  ["text", String.raw`(?<=\n)[\w.]{1,100}(?=\n)`],
];

/** A quoted value: it begins after a word and ends before one. */
const quoted = String.raw`(?<![\w\\])(?:"[^"]{0,2000}?"|'[^]{0,2000}?'(?!\w)|${"`"}[^${"`"}\n]{0,500}${"`"}|“[^“”]{0,2000}”)`;

const anyPart = new RegExp(`(${quoted})|${patterns.map(([, source]) => `(${source})`).join("|")}`, "g");
const statusInQuotes = /^.[45]\d{2} [A-Z][A-Za-z ]{2,40}.$/;

/** A message as words and variable parts. Parts that follow one another, or are listed, become one. */
export function messageParts(message: string): MessagePart[] {
  const text = errorText(message);
  const parts: Draft[] = [];
  let end = 0;
  for (const match of text.matchAll(anyPart)) {
    const [whole] = match;
    const kind = kindOf(match);
    if (whole === "" || kind === undefined) continue;
    add(parts, text.slice(end, match.index));
    add(parts, whole, kind);
    end = match.index + whole.length;
  }
  add(parts, text.slice(end));
  return parts;
}

/** `undefined` for what is a word. */
function kindOf(match: RegExpExecArray): PartKind | undefined {
  const [whole, quote] = match;
  if (quote !== undefined) return statusInQuotes.test(whole) ? undefined : "text";
  const kind = patterns[match.findIndex((group, i) => i > 1 && group !== undefined) - 2]?.[0];
  return kind === "status" || kind === "word" ? undefined : kind;
}

type Draft = { -readonly [Key in keyof MessagePart]: MessagePart[Key] };

function add(parts: Draft[], text: string, kind?: PartKind): void {
  if (text === "") return;
  const last = parts.at(-1);
  const before = parts.at(-2);
  const isList = kind !== undefined && last !== undefined && before?.kind !== undefined && separators.test(last.text);
  if (isList && last.kind === undefined) {
    parts.pop();
    before.text += last.text + text;
  } else if (kind !== undefined && last?.kind !== undefined) last.text += text;
  else parts.push(kind === undefined ? { text } : { text, kind });
}

/** What stands between the items of a list. */
const separators = /^[\s,;|/&()]{0,8}(?:\b(?:and|or)\b[\s,;]{0,4})?$/;
