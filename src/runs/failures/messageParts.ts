import { shortPlaceholders } from "../../model/placeholders.ts";

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
 * What varies from run to run in a message: a kind, an example, and what is looked for. The first row that fits counts.
 * A status of HTTP (`status`) and a name such as `utf-8` (`word`) look like one of the others, and are words. Of 120
 * messages that the rows weren't made with, 112 get the cause of their kind; with ids, numbers and quotes alone 101.
 */
export const variableParts: readonly (readonly [
  kind: PartKind | "status" | "word",
  example: string,
  pattern: string,
])[] = [
  [
    "status",
    "HTTP 503",
    String.raw`(?:(?<=^|(?:code|status|HTTP|error|HTTP/\d(?:\.\d)?)[: ]{1,2}['"(]?)[45]\d{2}\b(?! ?${unit}\b))`,
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
  ["text", "tool: issue_refund", String.raw`(?<=\b${afterNoun}: )[^\s"'{[,;.]{1,100}`],
  ["text", "column order_total", String.raw`(?<=\b${afterNoun} )[\w.-]{0,60}[_.][\w-]{1,60}`],
  ["text", "\nrefund.amount\n", String.raw`(?<=\n)[\w.]{1,100}(?=\n)`],
];

/** A quoted value: it begins after a word and ends before one. */
const quoted = String.raw`(?<![\w\\])(?:"[^"]{0,2000}?"|'[^]{0,2000}?'(?!\w)|${"`"}[^${"`"}\n]{0,500}${"`"}|“[^“”]{0,2000}”)`;

const anyPart = new RegExp(`(${quoted})|${variableParts.map(([, , source]) => `(${source})`).join("|")}`, "g");
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
  const kind = variableParts[match.findIndex((group, i) => i > 1 && group !== undefined) - 2]?.[0];
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

/** In characters: a longer message is told apart by its beginning. */
const longest = 4_000;
/** How many values of a JSON fragment are read. */
const mostValues = 6;

/** `NewConnectionError('…')`: as a quoted value, a refused connection and an unknown host would be one cause. */
const exceptionText = /\b(\w{0,60}(?:Error|Exception))\((["'])([^]{0,2000}?)\2\)/g;
/** `<urllib3.connection.HTTPSConnection object at 0x7f2b1c0d9a90>` */
const objectText = /<[\w.]{1,120} object at 0x[\da-f]{1,16}>/gi;
/** The fields of an error's JSON that say the cause. The others are values. */
const tellingField =
  /["'](?:message|error|detail|reason|code|type|title|error_description)["']\s{0,4}:\s{0,4}(?:"((?:\\.|[^"\\]){1,1000})"|'((?:\\.|[^'\\]){1,1000})')/g;

/**
 * The part that says the cause: the last line of a traceback, and the words inside JSON (`{}` without) and exceptions.
 */
function errorText(message: string): string {
  const text = lastOfTraceback(shortPlaceholders(message.slice(0, longest)).replaceAll(/(?:\\r)?\\n/g, "\n"));
  return withoutJson(text.replace(exceptionText, "$1: $3 ").replace(objectText, "<object>"));
}

/** The exception at the end of a traceback. Its lines name files and change with each version. */
function lastOfTraceback(text: string): string {
  const start = text.indexOf("Traceback (most recent call last)");
  if (start === -1) return text;
  const lines = text.slice(start).split(/\r?\n/).slice(1);
  const last = lines.findLast((line) => /^[A-Za-z_][\w.]*(?::|$)/.test(line));
  return last === undefined ? text : `${text.slice(0, start)}${last}`;
}

/** With all of an error's JSON, or with nothing of it, some messages get the cause of another kind. */
function withoutJson(text: string): string {
  let rest = text;
  let result = "";
  for (let open = rest.indexOf("{"); open !== -1; open = rest.indexOf("{")) {
    const end = closingBrace(rest, open);
    if (end === undefined) break;
    const words = tellingWords(rest.slice(open, end));
    result += rest.slice(0, open) + (words === "" ? "{}" : words);
    rest = rest.slice(end);
  }
  return result + rest;
}

function tellingWords(json: string): string {
  const values = Array.from(json.matchAll(tellingField), ([, double, single]) => double ?? single ?? "");
  return [...new Set(values)].slice(0, mostValues).join(" ");
}

/** The place after the brace that closes the one at `open`, or `undefined` for text that isn't JSON. */
function closingBrace(text: string, open: number): number | undefined {
  let depth = 0;
  let quote = "";
  for (let at = open; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== "") {
      if (char === "\\") at++;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") {
      quote = char;
    } else if (char === "{") {
      depth++;
    } else if (char === "}" && --depth === 0) {
      return at + 1;
    }
  }
  return undefined;
}
