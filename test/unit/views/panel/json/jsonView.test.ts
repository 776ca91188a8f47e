import { expect, test } from "vitest";
import { jsonView } from "../../../../../src/views/panel/json/jsonView.ts";

const mega = "x".repeat(1024 * 1024);
const large = [mega, mega, mega];
const bytes = (value: unknown): number => JSON.stringify(value).length;

test("nothing is absent, and what is not large is there in whole", () => {
  expect(jsonView(undefined)).toEqual({ kind: "absent" });
  expect(jsonView(null)).toEqual({ kind: "absent" });
  expect(jsonView({ a: "ü" })).toEqual({ kind: "value", value: { a: "ü" }, bytes: 10 });
});

test("what is large in a value leaves a hole, and the rest stays", () => {
  const value = {
    name: "x",
    deep: { list: [1, large, 2], more: true },
    text: mega.repeat(3),
    object: { a: mega, b: mega, c: 1 },
  };
  expect(jsonView(value)).toEqual({
    kind: "value",
    value: { name: "x", deep: { list: [1, null, 2], more: true }, text: null, object: null },
    bytes: bytes(value),
    holes: [
      { path: ["deep", "list", 1], bytes: bytes(large), kind: "array", size: 3 },
      { path: ["text"], bytes: bytes(value.text), kind: "string", size: mega.length * 3 },
      { path: ["object"], bytes: bytes(value.object), kind: "object", size: 3 },
    ],
  });
});

test("what is large because of many parts is too large in whole", () => {
  expect(jsonView(large)).toEqual({ kind: "tooLarge", bytes: bytes(large) });
  expect(jsonView(mega.repeat(3))).toMatchObject({ kind: "tooLarge" });
});

test("what was asked for is there, and only that", () => {
  const value = { a: large, b: { c: large } };
  const hole = { path: ["a"], bytes: bytes(large), kind: "array", size: 3 };
  expect(jsonView(value, [["b", "c"]])).toMatchObject({ value: { a: null, b: { c: large } }, holes: [hole] });
  expect(jsonView(value, [["a"], ["b", "c"]])).toMatchObject({ value, holes: [] });
  expect(jsonView(large, [[]])).toEqual({ kind: "value", value: large, bytes: bytes(large) });
});

test("a key that looks like a part of the language is a key", () => {
  const value: unknown = JSON.parse(`{"__proto__": {"polluted": true}, "large": ${JSON.stringify(large)}}`);
  const view = jsonView(value);
  expect(view.kind === "value" && JSON.stringify(view.value)).toBe('{"__proto__":{"polluted":true},"large":null}');
});
