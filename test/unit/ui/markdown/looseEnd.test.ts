import { expect, test } from "vitest";
import { withoutLooseEnd } from "#ui/markdown/looseEnd.ts";

test.each([
  ["a **bold wo", "a **bold wo**"],
  ["a **bold** and", "a **bold** and"],
  ["a **", "a "],
  ["an *em `co", "an *em `co`*"],
  ["2 * 3 and a*b", "2 * 3 and a*b"],
  ["a \\", "a "],
  ["see [the po", "see "],
  ["see [the policy](https://exa", "see "],
  ["see [1, 2] of", "see [1, 2] of"],
  [`see [${"x".repeat(200)}`, `see [${"x".repeat(200)}`],
  ["if a < b", "if a < b"],
  ["text\n-", "text"],
  ["```js\nlet **a\n``", "```js\nlet **a"],
  ["```js\na\n```\nthen **b", "```js\na\n```\nthen **b**"],
  ["done **x\n\nthen", "done **x\n\nthen"],
  ["| A | B", "| A | B\n| - | - |"],
  ["| A | B |\n|---|---|\n| 1 | **2", "| A | B |\n|---|---|\n| 1 | **2**"],
])("%j is drawn as %j", (text, drawn) => {
  expect(withoutLooseEnd(text)).toBe(drawn);
});
