import { expect, test } from "vitest";
import { base64File, mayBeFile } from "../../src/base/base64File.ts";
import { jsonPath } from "../../src/base/json/jsonPath.ts";
import { parseJson } from "../../src/base/json/parseJson.ts";
import { oneLine } from "../../src/base/text/oneLine.ts";
import { plainMarkdown } from "../../src/base/text/plainMarkdown.ts";
import { finderOf } from "../../src/base/text/textFinder.ts";
import { isLinkAddress } from "../../src/protocol/linkAddress.ts";
import { looksLikeMarkdown } from "../../src/webview/json/looksLikeMarkdown.ts";
import { openStrings } from "../../src/webview/json/openStrings.ts";
import { withoutLooseEnd } from "../../src/webview/markdown/looseEnd.ts";
import { MarkdownParts } from "../../src/webview/markdown/markdownParts.ts";
import { closeSpans } from "../../src/webview/markdown/openSpans.ts";
import { growsWith } from "../support/growth.ts";

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
const json = [...'[{"\\ 1-,'.split(""), '{"":', '\\"', "1e", "[1,"];
const spaces = [" ", "\n", "\t ", "a ", "\u202e", "\ud83d\ude00", "\ud800"];
const files = ["A", "A ", "iVBORw0KGgo", "data:,", "data:image/png;base64,", "\n"];

/**
 * What reads the text of a run, with its worst pieces; single regular expressions are tried in
 * `regularExpressions.test.ts`.
 */
const readers: readonly [name: string, pumps: readonly string[], read: (text: string) => unknown][] = [
  ["plainMarkdown", marks, plainMarkdown],
  ["withoutLooseEnd", marks, withoutLooseEnd],
  ["closeSpans", marks, closeSpans],
  ["looksLikeMarkdown", marks, looksLikeMarkdown],
  ["oneLine", spaces, oneLine],
  ["base64File", files, (text) => mayBeFile(text) || base64File(text)],
  ["isLinkAddress", ["a", ":", "http:", "\t"], isLinkAddress],
  ["jsonPath of a key", ["a", '"', "$", "."], (text) => jsonPath([text])],
  ["parseJson", json, (text) => refused(() => parseJson(text))],
  ["openStrings", json, (text) => openStrings(JSON.stringify({ data: { input: text, result: `[${text}` } }))],
  ["a search", ["a", "*", "a*"], (text) => finderOf("a**b")?.test(text)],
];

/** The Markdown of a text; the parser takes longer for each character, and so gets as many as are drawn at once. */
const drawers: typeof readers = [
  ["MarkdownParts, at rest", marks, (text) => new MarkdownParts().update(text, false)],
  ["MarkdownParts, growing", marks, (text) => new MarkdownParts().update(text, true)],
];

/** V8 takes new memory for a million nested lists, which costs two to three times as much as what it already has. */
const million = { short: 62_500, long: 1_000_000 };
const drawn = { short: 12_500, long: 50_000 };

test.each(readers)("%s reads any megabyte in linear time", (_, pumps, read) => {
  expect(slowest(read, pumps, million)).toEqual([]);
});

test.each(drawers)("%s takes linear time for as much as is drawn at once", (_, pumps, draw) => {
  expect(slowest(draw, pumps, drawn)).toEqual([]);
});

function slowest(
  read: (text: string) => unknown,
  pumps: readonly string[],
  lengths: { short: number; long: number },
): string[] {
  const texts = pumps.flatMap((pump) => (pump.endsWith("\n") ? ["x"] : ["x", "\nx"]).map((end) => ({ pump, end })));
  const slow = texts.filter(({ pump, end }) =>
    growsWith(read, (length) => pump.repeat(Math.ceil(length / pump.length)) + end, lengths),
  );
  return slow.map(({ pump, end }) => JSON.stringify(`${pump}…${end}`));
}

function refused(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof SyntaxError;
  }
}
