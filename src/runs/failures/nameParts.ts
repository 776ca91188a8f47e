/**
 * Names in a message that are written in code or a schema: a key, a column, a module. With another name an error has
 * another cause, so they are words, also in quotes. Names of things and people (a file, a host, a user) are values.
 */

/** What is looked for, with an example of each pattern. */
type NamePattern = readonly [kind: "name", example: string, pattern: string];

const letters = String.raw`A-Za-z\u00c0-\u024f_$`;
/** A name: `total`, `address2_line`. With more digits it is an id, like `ord_9F2C`. */
const identifier = String.raw`[${letters}][${letters}]{0,60}(?:\d{1,2}(?:_[${letters}]{1,60})?)?`;
/** `order.total`, `lines.0.total`, `google-auth`, `@slack/web-api`. */
const path = String.raw`(?:@[a-z-]{1,40}/)?${identifier}(?:[.\-]${identifier}|\.\d{1,4}|\[\d{1,4}\]){0,8}`;
const quoted = `(?:'${path}'|"${path}"|\`${path}\`)`;
const quotedList = `${quoted}(?:(?:, | and |, and | or )${quoted}){0,20}`;

const nouns = [
  ...["argument", "arg", "attribute", "class", "column", "constraint", "field", "flag", "function", "header"],
  ...["import name", "index", "key", "keyword", "method", "module", "module named", "option", "package", "param"],
  ...["parameter", "property", "reading", "relation", "setting", "table", "tool", "type", "variable"],
];
const anyCase = ([first = "", ...rest]: string): string => `[${first.toUpperCase()}${first}]${rest.join("")}`;
const noun = `(?:${nouns.map(anyCase).join("|")})s?`;
const wordsAfter =
  "(?:object|field|column|key|attribute|argument|parameter|property|variable|must|not in index|not found in axis|" +
  "(?:is|are) (?:not defined|undefined|required|missing|a required))";
const typeName =
  "(?:int|float|bool|str|bytes|list|dict|tuple|set|NoneType|object|function|coroutine|generator|string|number|boolean|" +
  "null|undefined)";

export const nameParts: readonly NamePattern[] = [
  ["name", "column 'order_total'", String.raw`(?<=\b${noun}(?:: | |=|\())${quotedList}`],
  ["name", "column order.total", String.raw`(?<=\b${noun}(?:: | |=|\())${path}(?![\w@/-]|\.\w|://)`],
  ["name", "'order.total' is required", String.raw`\[?${quotedList}\]?(?= ${wordsAfter}\b)`],
  ["name", '(not "NoneType")', `(?:'${typeName}'|"${typeName}")`],
  ["name", "\norder.total\n", String.raw`(?<=^|\n)${path}(?=\n|$)`],
];

/** The numbers in a name, which are indexes of a list. */
export const indexInName = /(?<=[.[])\d{1,4}(?=[.\]]|$)/g;
