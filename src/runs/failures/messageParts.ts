import { errorText } from "./errorText.ts";
import { nameParts, indexInName } from "./nameParts.ts";

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
  /** The kind of a value. */
  readonly kind?: PartKind;
}

const months = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}";
const unit = String.raw`(?:ms|msecs?|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)`;
const number = String.raw`[-+]?\d{1,40}(?:,\d{3}){0,12}(?:\.\d{1,40})?`;
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?`;
const zone = String.raw`(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?`;
const afterNoun =
  "(?:file|host|user|customer|model|collection|bucket|queue|topic|order|ticket|session|account|region|server)s?";

/** A quoted value: it begins after a word and ends before one. */
const quoted = String.raw`(?<![\w\\])(?:"[^"]{0,2000}?"|'[^]{0,2000}?'(?!\w)|${"`"}[^${"`"}\n]{0,500}${"`"}|“[^“”]{0,2000}”)`;

/**
 * What varies from run to run in a message: a kind, an example, and what is looked for. The first row that fits counts.
 * The name of something in code (`name`), a status of HTTP or of a process (`status`) and a name such as `utf-8` (`word`)
 * look like one of the others, and are words. Of 120 messages that the rows weren't made with, 112 get the cause of their
 * kind.
 */
export const variableParts: readonly (readonly [
  kind: PartKind | "name" | "status" | "word",
  example: string,
  pattern: string,
])[] = [
  ...nameParts,
  ["text", '"to be done"', quoted],
  [
    "status",
    "HTTP 503",
    String.raw`(?:(?<=^|(?:code|status|HTTP|error|HTTP/\d(?:\.\d)?)[: ]{1,2}['"(]?)[45]\d{2}\b(?! ?${unit}\b))`,
  ],
  [
    "status",
    "exit code 137",
    String.raw`(?<=\b(?:(?:[Ee]xit(?:ed with)?|[Ee]rror|status|return) ?code|[Ee]xit status|signal)[: =(]{1,2})-?\d{1,5}\b`,
  ],
  ["status", "502 Bad Gateway", String.raw`[45]\d{2}(?= (?:[A-Z][a-z]{2,20} ){0,3}[A-Z][a-z]{2,20}\b)`],
  ["url", "https://crm.example.com/v2", String.raw`\b[a-z][a-z+]{1,14}://[^\s"'<>)\]]{1,2000}`],
  ["email", "ann@example.com", String.raw`[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}`],
  ["id", "arn:aws:s3:::bucket", String.raw`\barn:[^\s"']{1,400}`],
  [
    "date",
    "Tue, 24 Nov 2026 14:21:00 GMT",
    String.raw`(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? )?\d{1,2} ${months} \d{4}(?:,? ${clock}${zone})?`,
  ],
  ["date", "Nov 24, 2026", String.raw`\b${months} \d{1,2},? \d{4}\b`],
  ["date", "2026-11-24T14:21:00Z", String.raw`\b\d{4}-\d{2}-\d{2}(?:[T ]${clock}${zone})?`],
  ["date", "24.11.2026", String.raw`\b\d{1,2}[/.]\d{1,2}[/.]\d{4}\b`],
  ["id", "0x7f2b1c0d", String.raw`\b0x[\da-fA-F]{1,32}\b`],
  ["id", "10.0.0.7:8080", String.raw`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b`],
  [
    "id",
    "crm.example.com:443",
    String.raw`\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.(?:com|net|org|io|dev|app|internal|local|example|test)\b(?::\d{1,5})?`,
  ],
  ["path", "/v2/contacts/48213", String.raw`(?<![\w.])(?:[A-Za-z]:\\|~?/)[^\s"'<>:;,)\]]{1,400}`],
  ["text", "application/pdf", String.raw`\b(?:application|audio|font|image|model|text|video)/[\w.+-]{1,100}`],
  ["path", "src/agents/refund.py", String.raw`\b(?:[\w.-]{1,80}/){1,12}[\w.-]{0,80}\.[a-z\d]{1,5}\b`],
  ["path", "contacts.csv", String.raw`\b[\w-]{1,100}\.(?=[a-z\d]{0,4}[a-z])[a-z\d]{2,5}\b(?!\()`],
  ["amount", "$ 1,480.00", String.raw`(?:[$€£¥] ?|\b(?:USD|EUR|GBP|CHF|JPY) )${number}`],
  ["amount", "1480 EUR", String.raw`\b\d[\d,.]{0,20} ?(?:[€£¥]|(?:USD|EUR|GBP|CHF|JPY)\b)`],
  ["size", "20 MB", String.raw`\b\d[\d,.]{0,30} ?(?:[kKMGTP]i?B|bytes?|B)\b`],
  ["time", "1m30s", String.raw`\b(?:\d{1,9}(?:\.\d{1,9})?${unit}){1,6}\b`],
  ["time", "30 seconds", String.raw`(?<![\w.])${number} ${unit}\b`],
  ["time", "14:21:05", String.raw`\b${clock}\b`],
  ["word", "utf-8", String.raw`\b(?:utf-?(?:8|16)|latin-?1|base64|sha-?(?:1|256|512)|[a-zA-Z]{1,5}\d)\b(?!-)`],
  ["id", "ord_9F2C", String.raw`\b(?=[\w-]{0,79}\d)(?=[\w-]{0,79}[A-Za-z])[\w-]{2,200}(?![\w-])`],
  ["number", "-1,480.5", String.raw`(?<![\w.])${number}%?`],
  ["data", "{}", String.raw`\{\}|<object>`],
  ["data", "[1, 2]", String.raw`\[(?=["'{[\d\]-])[^\]]{0,500}\]`],
  ["text", "host: crm_primary", String.raw`(?<=\b${afterNoun}: )[^\s"'{[,;.]{1,100}`],
  ["text", "bucket raw_files", String.raw`(?<=\b${afterNoun} )[\w.-]{0,60}[_.][\w-]{1,60}`],
];

const anyPart = new RegExp(variableParts.map(([, , source]) => `(${source})`).join("|"), "g");
const statusInQuotes = /^.[45]\d{2} [A-Z][A-Za-z ]{2,40}.$/;

/** A message as words and variable parts. Parts that follow one another, or are listed, become one. */
export function messageParts(message: string): MessagePart[] {
  const text = errorText(message);
  const parts: Draft[] = [];
  let end = 0;
  for (const match of text.matchAll(anyPart)) {
    for (const [at, value, kind] of valuesIn(match)) {
      add(parts, text.slice(end, at));
      add(parts, value, kind);
      end = at + value.length;
    }
  }
  add(parts, text.slice(end));
  return parts;
}

/** The values in what was found, with their offsets: none in a word. */
function valuesIn(match: RegExpExecArray): (readonly [at: number, value: string, kind: PartKind])[] {
  const [whole] = match;
  const kind = variableParts[match.findIndex((group, i) => i > 0 && group !== undefined) - 1]?.[0];
  if (kind === "name")
    return Array.from(whole.matchAll(indexInName), ({ 0: value, index }) => [match.index + index, value, "number"]);
  const isWord = kind === undefined || kind === "status" || kind === "word" || statusInQuotes.test(whole);
  return whole === "" || isWord ? [] : [[match.index, whole, kind]];
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
