import { expect, test } from "vitest";
import { looksLikeJson, looksLikeMarkdown } from "../../../src/ui/textKind.ts";

test.each(['{"a": 1}', " [\n  1,\n  2", '"a text', "129.9", "-3e5", "true", "null\n", '{"order_id": "ord_01'])(
  "%j is coloured as JSON",
  (text) => {
    expect(looksLikeJson(text)).toBe(true);
  },
);

test.each([
  "",
  "Crushed corner, confidence 0.97.\n\nFiles saved: photo-1-marked.png",
  "RateLimitError: 429, retry after 2 s",
  "001  depot 1  belt 1  ok\n002  depot 2  belt 2  ok",
  "true, but late",
  "nullable",
])("%j is a text", (text) => {
  expect(looksLikeJson(text)).toBe(false);
});

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
