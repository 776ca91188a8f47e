import { expect, test } from "vitest";
import { looksLikeJson } from "#ui/textKind.ts";

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
  "nullable",
])("%j is a text", (text) => {
  expect(looksLikeJson(text)).toBe(false);
});
