import { afterAll, expect, test } from "vitest";
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
import { times } from "../../support/cases.ts";
import { countWork, stopCounting } from "../../support/countedWork.ts";
import { hostileTexts, type TextMaker } from "../../support/samples/hostileTexts.ts";
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
/** What draws Markdown, with its worst pieces. */
const drawers: readonly [name: string, draw: (text: string) => unknown][] = [
  ["plainMarkdown", plainMarkdown],
  ["closeSpans", closeSpans],
  ["MarkdownParts, at rest", (text) => new MarkdownParts().update(text, false)],
  ["MarkdownParts, growing", (text) => new MarkdownParts().update(text, true)],
];

/** In characters. Below the shorter length, what is limited to a part of a text may look like growth. */
const lengths = { short: 2_000, long: 16_000 };
/**
 * Linear work is 8 times as much for the longer text, and a little more where it begins at some depth; that of a loop in
 * a loop is 64 times as much.
 */
const mostGrowth = 16;
/** So few characters show exponential work: with more of them nobody would see the end. */
const few = 20;
const mostForFew = 100_000;

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

afterAll(stopCounting);

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

test.each(tried)("$name takes linear work and bounded depth for any text", async ({ load, takes, texts: own }) => {
  const read = await load();
  const reading = (text: string): (() => void) => {
    const value = takes.every((kind) => kind === "text") ? undefined : valueOf(text);
    return () => {
      readAll(
        read,
        takes.map((kind, place) => givenAs(kind, place === 0 ? text : `a ${text}`)),
      );
      if (value === undefined) return;
      readAll(
        read,
        takes.map((kind, place) => (kind === "text" ? text : givenAs(kind, place === 0 ? value : [value]))),
      );
    };
  };
  expect(slowTexts(own, reading)).toEqual([]);
});

/**
 * The texts for which reading takes more than linear work.
 *
 * @param reading makes what reads a text from all that doesn't count
 */
function slowTexts(texts: readonly (readonly [string, TextMaker])[], reading: (text: string) => () => void): string[] {
  const work = (length: number, of: typeof texts): number => {
    const all = of.map(([name, make]) => reading(kept(name, make, length)));
    return countWork(() => all.forEach((each) => each()));
  };
  const grows = (of: typeof texts): boolean =>
    work(few, of) > mostForFew * of.length ||
    work(lengths.long, of) > mostGrowth * Math.max(work(lengths.short, of), lengths.short);
  // One text that takes more shows among all of them.
  return grows(texts) ? texts.filter((text) => grows([text])).map(([name]) => name) : [];
}

const wordsIn = (text: string): string[] => text.split(" ");

test.each<[string, (text: string) => unknown]>([
  ["a loop in a loop", (text) => wordsIn(text).map((word) => wordsIn(text).filter((other) => other < word))],
  ["a search from the beginning", (text) => wordsIn(text).map(() => text.indexOf("!"))],
  ["a match of all that follows", (text) => wordsIn(text).map((_, at) => /!$/.exec(text.slice(at)))],
  ["a list that is copied for each item", (text) => wordsIn(text).reduce<string[]>((all, word) => [...all, word], [])],
  [
    "two calls in each call",
    function calls(text): unknown {
      return text === "" || text.length > few || [calls(text.slice(1)), calls(text.slice(1))];
    },
  ],
])("%s is more than linear work", (_, read) => {
  const words = (length: number): string => "one two ".repeat(length / 32).padEnd(length, ".");
  expect(slowTexts([["two words", words]], (text) => () => read(text))).toEqual(["two words"]);
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
function kept(name: string, make: TextMaker, length: number): string {
  const key = `${name} ${length}`;
  const text = texts.get(key) ?? make(length);
  texts.set(key, text);
  return text;
}

test.each(drawers)("%s takes linear work for any Markdown", (_, draw) => {
  const texts = marks.flatMap((pump) => (pump.endsWith("\n") ? ["x"] : ["x", "\nx"]).map((end) => pumped(pump, end)));
  expect(texts.flatMap((each) => slowTexts([each], (text) => () => draw(text)))).toEqual([]);
});

function pumped(pump: string, end: string): [name: string, make: TextMaker] {
  return [JSON.stringify(`${pump}…${end}`), (length) => pump.repeat(Math.ceil(length / pump.length)) + end];
}
