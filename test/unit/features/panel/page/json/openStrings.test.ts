import { expect, test } from "vitest";
import { openStrings } from "../../../../../../src/features/panel/page/json/openStrings.ts";

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
