import { expect, test } from "vitest";
import { looksLikeMarkdown } from "../../../../src/webview/json/looksLikeMarkdown.ts";
import { openStrings } from "../../../../src/webview/json/openStrings.ts";

test.each([
  ["# Refund", true],
  ["Hello,\n\n- one\n- two", true],
  ["1. first", true],
  ["> quoted", true],
  ["```\ncode\n```", true],
  ["you were charged **twice**", true],
  ["see `INV-1`", true],
  ["[the invoice](https://example.com)", true],
  ["| a | b |\n| - | - |", true],
  ["Hello Dana,\n\nyou were charged twice.", false],
  ["2 * 3 * 4", false],
  ["#hashtag", false],
  ['{"a": "**b**"}', false],
  ['[\n  "**b**"\n]', false],
])("%j may be Markdown: %s", (text, is) => {
  expect(looksLikeMarkdown(text)).toBe(is);
});

const event = (data: unknown): string => JSON.stringify({ sequence: 1, data });

test("JSON in a string is parsed, and its field is named", () => {
  const inside = openStrings(event({ input: { a: 1 }, result: '{"b":[2]}' }));
  expect(inside?.opened).toEqual(["result"]);
  expect(JSON.parse(inside!.text)).toEqual({ sequence: 1, data: { input: { a: 1 }, result: { b: [2] } } });
  expect(openStrings(event({ input: "[1]", result: ' {"x":1}' }))?.opened).toEqual(["input", "result"]);
});

test.each([
  event({ result: "text" }),
  event({ result: "{broken" }),
  event({ delta: "{}" }),
  event(null),
  event("x"),
  "null",
  "{",
  "",
])("%s has no string to parse", (json) => {
  expect(openStrings(json)).toBeUndefined();
});
