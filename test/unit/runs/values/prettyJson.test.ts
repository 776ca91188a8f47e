import { describe, expect, test } from "vitest";
import { openJson, prettyJson } from "#runs/values/prettyJson.ts";

test.each([
  ['{"plan": "pro"}', { plan: "pro" }],
  ["{'plan': 'pro', 'note': None}", { plan: "pro", note: null }],
  [
    "{'id': 1, 'ok': True}\n{'id': 2, 'note': None}\n",
    [
      { id: 1, ok: true },
      { id: 2, note: null },
    ],
  ],
  ["(1, 2)", [1, 2]],
])("%j is opened", (text, value) => {
  expect(openJson(text)).toEqual(value);
});

test.each(["(see above)", "{'id': 1}\nand more", "[link](https://example.com)", "pro", "42"])(
  "%j stays a text",
  (text) => {
    expect(openJson(text)).toBe(text);
  },
);

describe("pretty JSON", () => {
  test("never cuts a character in two", () => {
    const { text, length } = prettyJson(`${"x".repeat(19_999)}😀`);
    expect(text).toBe("x".repeat(19_999));
    expect(length).toBe(20_001);
  });
});
