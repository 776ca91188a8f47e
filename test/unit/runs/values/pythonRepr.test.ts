import fc from "fast-check";
import { expect, test } from "vitest";
import { isNumber, numberFrom } from "#base/json/exactNumber.ts";
import { stringifyJson } from "#base/json/stringifyJson.ts";
import { parsePythonRepr } from "#runs/values/pythonRepr.ts";

test.each(["12345678901234567890", "0.1234567890123456789", "-1234567890.12345678", "1e-05"])(
  "%s keeps its digits",
  (number) => {
    const read = parsePythonRepr(`{'amount': ${number}, ${number}: 'a name'}`);
    expect(stringifyJson(read)).toBe(`{"amount":${number},"${number}":"a name"}`);
  },
);

test.each([
  ["[2026, 06, 10]"],
  ["{'at': datetime.datetime(2026, 6, 10)}"],
  ["{'a', 'b'}"],
  ["{'x': nan}"],
  ["{'a': 'b\nc'}"],
  ["Two pages found"],
  ["[".repeat(100_000)],
])("%# is not read", (text) => {
  expect(parsePythonRepr(text)).toBeUndefined();
});

/** What Python writes: single quotes unless there are only single ones inside. */
function repr(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (isNumber(value)) return String(value);
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, each]) => `${repr(key)}: ${repr(each)}`)
      .join(", ")}}`;
  const text = (value as string).replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll("'", "\\'")}'`;
}

const plain = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: "binary" }),
    fc.integer(),
    fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => numberFrom(String(number))),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie("value"), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

test("any plain values in Python's notation are read", () => {
  fc.assert(
    fc.property(plain, (value) => {
      expect(parsePythonRepr(repr(value))).toEqual(value);
    }),
  );
});
