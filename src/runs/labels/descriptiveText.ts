import { mayBeFile } from "#base/base64File.ts";
import { isContainer } from "#base/json/exactNumber.ts";
import { isUuid } from "#base/uuid.ts";

/** How many values are read, and how many of one object or list. */
const maxValues = 300;
const maxChildren = 50;
/** How many characters of a text are read. */
const maxReadLength = 400;
/** The points that each level of depth costs. A deeper text is less often the title. */
const scorePerLevel = 12;

interface Candidate {
  text: string;
  score: number;
}

interface NamedValue {
  value: unknown;
  /** The name of its field, or of the field of its list. */
  name: string;
  depth: number;
}

/** Cached for each input, because rows are drawn and runs filtered often. Inputs never change. */
const textCache = new WeakMap<object, { text: string | undefined }>();

/** The whole text of an input that describes its run best; `undefined` for an input without a text. */
export function descriptiveText(input: unknown): string | undefined {
  if (typeof input === "string") return input;
  if (!isContainer(input)) return undefined;
  const cached = textCache.get(input) ?? { text: best(input) };
  textCache.set(input, cached);
  return cached.text;
}

/** Searches level by level. Of two equal texts the first one wins. */
function best(input: object): string | undefined {
  const queue: NamedValue[] = [{ value: input, name: "", depth: 0 }];
  let winner: Candidate | undefined;
  for (let seen = 0; seen < queue.length && seen < maxValues; seen++) {
    const current = queue[seen] as NamedValue;
    const candidate = candidateAt(current);
    if (candidate && (!winner || candidate.score > winner.score)) winner = candidate;
    // In a conversation everything except the last question is history.
    if (isContainer(current.value) && !candidate) queue.push(...valuesIn(current));
  }
  return winner?.text;
}

function candidateAt({ value, name, depth }: NamedValue): Candidate | undefined {
  const asked = Array.isArray(value) ? lastQuestion(value) : undefined;
  const text = asked ?? value;
  if (typeof text !== "string" || text.trim() === "" || mayBeFile(text)) return undefined;
  // The text of a message has the depth of its conversation.
  const score = nameScore(name) + (asked === undefined ? 0 : chatScore) + textScore(text) - depth * scorePerLevel;
  return { text, score };
}

/** A conversation is usually what a run is about, unless a question is beside it. */
const chatScore = 10;

function valuesIn({ value, name, depth }: NamedValue): NamedValue[] {
  if (Array.isArray(value)) return value.slice(0, maxChildren).map((each) => ({ value: each, name, depth: depth + 1 }));
  const inner: NamedValue[] = [];
  // The fields of the input are at its own level.
  const level = name === "" && depth === 0 ? 0 : depth + 1;
  const fields = value as Record<string, unknown>;
  for (const key in fields) {
    if (inner.length >= maxChildren) break;
    // Who says something isn't what is said, also where that is empty.
    if (key === "role" && Object.hasOwn(fields, "content")) continue;
    if (Object.hasOwn(fields, key)) inner.push({ value: fields[key], name: key, depth: level });
  }
  return inner;
}

/** How much a text reads like a sentence of a person, rather than data. */
function textScore(whole: string): number {
  const text = whole.slice(0, maxReadLength).trim();
  if (isForMachines(text)) return -120;
  const words = text.split(/\s+/, 12).length;
  const isOneWord = words === 1 && !/[^\p{ASCII}\p{Script=Latin}]{4}/u.test(text);
  if (isOneWord) return /^[\p{Lu}][\p{Ll}]+$/u.test(text) ? -10 : -40;
  const role = /^(you are|act as|your task is)\b/i.test(text) ? -50 : 0;
  const question = /[?？]\s*$/.test(text) ? 10 : 0;
  return (words >= 3 || words === 1 ? 30 : 15) + question + role - (whole.length > 2_000 ? 20 : 0);
}

const machineTexts: readonly RegExp[] = [
  // A web, file or mail address, or a `data:` URL.
  /^[a-z][a-z\d+.-]{1,20}:(\/\/|[^\s]{20})\S*$/i,
  /^[^\s@]{1,64}@[^\s@]{1,255}$/,
  /^(~|\.{1,2})?[/\\][^\s]*$/,
  /^[a-z]{3,12}\/[\w.+-]{2,60}$/i,
  // A number, with its currency or unit; a phone number, a version, a network address.
  /^[^\s\p{L}]{0,3}[+-]?[\d.,:_ ()/-]+\s?[%\p{L}\p{Sc}]{0,3}$/u,
  // A date and a time.
  /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}\S*)?$/,
  // A key, a digest, a token, base64: long, without spaces, with digits or only one alphabet.
  /^(?=\S*\d)[\w+/=.:-]{16,}$/,
  /^[\w+/=-]{60,}$/,
  // JSON, XML and the like.
  /^[{[<][\s\S]*[}\]>]$/,
];

function isForMachines(text: string): boolean {
  return isUuid(text) || machineTexts.some((each) => each.test(text)) || /^[{[]\s*["{[]/.test(text);
}

/** How many of the last messages are read. */
const maxMessages = 50;
const personRoles = new Set(["user", "human", "customer", "person"]);

/** The last question of a person in a list of chat messages; `undefined` for any other list. */
function lastQuestion(list: readonly unknown[]): string | undefined {
  const last = list.slice(-maxMessages).reverse();
  let any: string | undefined;
  for (const each of last) {
    const message = messageOf(each);
    if (!message) continue;
    if (personRoles.has(message.from)) return message.text;
    any ??= message.text;
  }
  return any;
}

function messageOf(value: unknown): { from: string; text: string } | undefined {
  if (!isContainer(value) || Array.isArray(value)) return undefined;
  const { role, sender, type, content, text, data } = value as Record<string, unknown>;
  const from = [role, sender, type].find((each) => typeof each === "string");
  if (from === undefined) return undefined;
  const spokenText =
    textOf(content) ??
    textOf(text) ??
    (isContainer(data) ? textOf((data as { content?: unknown }).content) : undefined);
  return spokenText === undefined ? undefined : { from: from.toLowerCase(), text: spokenText };
}

/** A content's text: the content itself, or the first part that is a text. */
function textOf(content: unknown): string | undefined {
  if (typeof content === "string") return content.trim() === "" ? undefined : content;
  if (!Array.isArray(content)) return undefined;
  for (const part of content.slice(0, maxMessages)) {
    const text: unknown = isContainer(part) ? (part as { text?: unknown }).text : part;
    if (typeof text === "string" && text.trim() !== "") return text;
  }
  return undefined;
}

/** How likely a text is the run's title, by a word in its field's name, the best first. */
const scores: readonly (readonly [number, string])[] = [
  [100, "subject title headline"],
  [95, "question query prompt message request instruction instructions task ask problem issue goal objective topic"],
  [80, "summary text utterance content description input comment complaint note feedback sentence"],
  [70, "body details transcript msg messages conversation chat"],
  [45, "name label keyword keywords term"],
  [10, "history context background documents notes"],
  [
    -60,
    `id ids uuid guid key token secret hash checksum digest signature url uri link href path file filename email mail phone ip
     date time timestamp at tz timezone lang language locale currency country code type kind status state mode
     format model version channel source role template schema encoding mime env environment`,
  ],
];
const scoreOf = new Map(scores.flatMap(([score, words]) => words.split(/\s+/).map((word) => [word, score] as const)));

/** Words in a field's name that say that its text isn't the run's title, whatever other words it has. */
const asideWords = new Set([
  "system",
  "default",
  "previous",
  "last",
  "old",
  "example",
  "sample",
  "internal",
  "developer",
]);
/** An unknown name gets few points, and a part of a name fewer than a whole one. */
const unknownNameScore = 20;
const partFactor = 0.8;

/** How likely a text is the title, by the last word of its field's name: `ticket_subject` more than `messageId`. */
function nameScore(name: string): number {
  const words = wordsOf(name);
  const aside = words.some((word) => asideWords.has(word)) ? 80 : 0;
  const head = scoreOf.get(words.at(-1) ?? "");
  if (head !== undefined) return head - aside;
  const parts = words.flatMap((word) => scoreOf.get(word) ?? []).filter((score) => score > 0);
  return Math.max(unknownNameScore, ...parts.map((score) => score * partFactor)) - aside;
}

/** The words of a name: the same for `ticketSubject`, `ticket_subject` and `Ticket subject`. */
function wordsOf(name: string): string[] {
  const spaced = name.slice(0, 80).replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, " ");
  return spaced
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((word) => word !== "");
}
