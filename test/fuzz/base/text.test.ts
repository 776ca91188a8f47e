import { expect, test } from "vitest";
import type { Run } from "#api/schemas.ts";
import { parseJson } from "#base/json/parseJson.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { plainMarkdown } from "#base/text/plainMarkdown.ts";
import { nextInput, nextTurnOf } from "#features/conversations/core/nextTurn.ts";
import { turnView } from "#features/conversations/vscode/turnView.ts";
import { conversationOf, type Turn } from "#runs/sessions/conversation.ts";
import { Cover } from "#runs/values/cover.ts";
import { MarkdownParts } from "#ui/markdown/markdownParts.ts";
import { closeSpans } from "#ui/markdown/openSpans.ts";
import { many, times } from "../../support/cases.ts";
import { growsWith, workOf } from "../../support/growth.ts";
import { hostileTexts } from "../../support/samples/hostileTexts.ts";
import type { TextMaker } from "../../support/samples/worstTexts.ts";
import { type Taken, type TextReader, textReaders } from "../../support/textReaders.ts";

const marks = [
  ..."[](){}<>*_~`!&|#-+=:\\ \n".split(""),
  ...[
    "[](",
    "![](",
    "[a](",
    "[a](<",
    "](",
    "<a",
    "**a",
    "*a ",
    "a**a ",
    "` ",
    "`` `",
    "a`b``c```d",
    "- ",
    "1. ",
    "> ",
    "-\n",
    "a\n",
    "|a",
    "|-",
  ],
  ...["|\n", "|a|\n|-|\n", "http://", "&amp;", "\\[", "  \n", "#\n", "**_ "],
];
/** What draws Markdown, with its worst pieces, and as much as is drawn at once: the parser takes longer for each character. */
const drawers: readonly [name: string, draw: (text: string) => unknown][] = [
  ["plainMarkdown", plainMarkdown],
  ["closeSpans", closeSpans],
  ["MarkdownParts, at rest", (text) => new MarkdownParts().update(text, false)],
  ["MarkdownParts, growing", (text) => new MarkdownParts().update(text, true)],
];

const drawn = { short: 12_500, long: 50_000 };
/** What takes longest for so many characters is the worst input, and gets the full length: all of it would take minutes. */
const screened = 8_000;
const mostAtFullLength = many(4);

const cover = new Cover(["dynamiq_acc_0123456789"]);
const turnsOf = (runs: unknown): Turn[] => conversationOf(runs as Run[]);
const next = (text: unknown) => ({ text: String(text), userId: "u", sessionId: "other" });
const withMore: readonly TextReader[] = [
  { name: "Cover.text", takes: ["text"], load: async () => (text) => cover.text(String(text)) },
  { name: "Cover.value", takes: ["value"], load: async () => (value) => cover.value(value) },
  { name: "turnView", takes: ["runs"], load: async () => (runs) => turnsOf(runs).map((turn) => turnView(turn)) },
  {
    name: "nextInput",
    takes: ["run", "text"],
    load: async () => (run, text) => nextTurnOf(run as Run) && nextInput(run as Run, next(text)),
  },
];

/** They read no text of a run, or need more than a text. */
const others: Readonly<Record<string, string>> = {
  "refOfKey of workbench/inputRequests/core/answerTypes.ts": "reads a key that we wrote",
  "idsAbove of workbench/panel/page/json/jsonRows.ts":
    "its result has all beginnings of the id of a row, of which it has one for a level",
};
const found = textReaders(["base", "model", "runFiles", "runs", "workbench", "features", "cli/shell", "ui"]);

test("the functions that are left out exist", () => {
  expect(found.length).toBeGreaterThan(200);
  const all = new Set(found.map(({ name }) => name));
  for (const name of [...Object.keys(others), "withoutBytes of runs/resultFiles/withoutBytes.ts"])
    expect(all).toContain(name);
});

const values = new Map<string, unknown>();
const texts = new Map<string, string>();

/** All texts for all functions would take minutes: each function gets every twelfth, its neighbours the others. */
const share = Math.ceil(12 / times);
const tried = [...found.filter(({ name }) => !Object.hasOwn(others, name)), ...withMore].map((reader, place) => ({
  ...reader,
  texts: [...hostileTexts].filter((_, n) => n % share === place % share),
}));

test.each(tried)("$name takes linear time and bounded depth for any text", async ({ load, takes, texts: own }) => {
  const read = await load();
  const use = (text: string): void => {
    readAll(
      read,
      takes.map((kind, place) => givenAs(kind, place === 0 ? text : `a ${text}`)),
    );
    if (takes.every((kind) => kind === "text")) return;
    const value = valueOf(text);
    readAll(
      read,
      takes.map((kind, place) => (kind === "text" ? text : givenAs(kind, place === 0 ? value : [value]))),
    );
  };
  const grows = ([name, make]: [string, TextMaker]): boolean =>
    growsWith(use, kept(name, make), { short: 2_000, long: 16_000 });
  // What else the machine does may look like growth once.
  const slow = own.filter(grows).filter(grows);
  expect(slow.map(([name]) => name)).toEqual([]);
});

/** Calls it, and takes all that it yields. It may refuse a text, but must not run out of stack. */
function readAll(read: (...given: unknown[]) => unknown, given: readonly unknown[]): void {
  try {
    const result = read(...given);
    if (typeof result === "object" && result !== null && Symbol.iterator in result)
      Array.from(result as Iterable<unknown>);
  } catch (error) {
    if (error instanceof RangeError) throw error;
  }
}

function givenAs(kind: Taken, value: unknown): unknown {
  if (kind === "runs") return [runOf("first", value), runOf("second", [value])];
  if (kind === "request") return requestOf(value);
  return kind === "run" ? runOf("first", value) : value;
}

/** A run with a value wherever it may have any. */
function runOf(id: string, value: unknown): object {
  const text = typeof value === "string" ? value : stringifyJson(value);
  const error = { type: text, message: text, details: value, failed_nodes: [{ name: text, error_message: text }] };
  const ids = { user_id: "u", session_id: "s" };
  return { id, status: "failed", ...ids, input: value, output: value, error, input_requests: [requestOf(value)] };
}

function requestOf(value: unknown): object {
  const prompt = typeof value === "string" ? value : stringifyJson(value);
  return { id: "asks", type: "approval_request", prompt, params: value, questions: value };
}

/** The text in the fields that hold texts, or else the JSON in it. */
function valueOf(text: string): unknown {
  const known = values.get(text);
  if (known !== undefined) return known;
  const fields = ["error", "message", "prompt", "text"];
  const value = parsedOr(text, Object.fromEntries(fields.map((field) => [field, text])));
  values.set(text, value);
  return value;
}

function parsedOr(text: string, other: object): unknown {
  try {
    return parseJson(text);
  } catch {
    return other;
  }
}

/** Each text is made once for all functions. */
function kept(name: string, make: TextMaker): TextMaker {
  return (length) => {
    const key = `${name} ${length}`;
    const text = texts.get(key) ?? make(length);
    texts.set(key, text);
    return text;
  };
}

test.each(drawers)("%s takes linear time for as much as is drawn at once", (_, draw) => {
  expect(slowest(draw)).toEqual([]);
});

/** The texts for which it takes more than linear time: all of them shorter, the worst at full length. */
function slowest(read: (text: string) => unknown): string[] {
  const texts = marks.flatMap((pump) => (pump.endsWith("\n") ? ["x"] : ["x", "\nx"]).map((end) => pumped(pump, end)));
  // What else the machine does may look like growth once.
  const grows = ({ make }: { make: TextMaker }, of?: typeof drawn): boolean =>
    growsWith(read, make, of) && growsWith(read, make, of);
  const slow = texts.filter((text) => grows(text));
  const worst = texts
    .map((text) => ({ ...text, work: workOf(() => read(text.make(screened))) }))
    .sort((a, b) => b.work - a.work)
    .slice(0, mostAtFullLength);
  return [...slow, ...worst.filter((text) => grows(text, drawn))].map(({ name }) => name);
}

function pumped(pump: string, end: string): { name: string; make: TextMaker } {
  const make = (length: number): string => pump.repeat(Math.ceil(length / pump.length)) + end;
  return { name: JSON.stringify(`${pump}…${end}`), make };
}
