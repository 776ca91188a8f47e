import { expect, test } from "vitest";
import { jsonView } from "../../../../../../src/features/panel/vscode/json/jsonView.ts";

const mega = "x".repeat(1024 * 1024);
const large = [mega, mega, mega];
const bytes = (value: unknown): number => JSON.stringify(value).length;

test("a large part of a value becomes a hole, and the rest stays", () => {
  const value = {
    ...{ name: "x", deep: { list: [1, large, 2], more: true }, text: mega.repeat(3) },
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

test("a requested part is shown, and no other", () => {
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

const file = (name: string) => ({
  ...{ content: Buffer.from(`bytes of ${name}`).toString("base64"), size: 9 + name.length, name },
});
const fileNames = (view: ReturnType<typeof jsonView>) =>
  view.kind === "value"
    ? [
        ...(view.holes ?? []).map((hole) => [hole.path, hole.file?.name]),
        ...(view.texts ?? []).map(({ path, files }) => [path, ...files.map(({ place }) => place)]),
      ]
    : view.kind;

test("files in the JSON of a text belong to the text, those in the value have a place of their own", () => {
  const text = JSON.stringify({ plot: file("a.png"), rows: [JSON.stringify(file("b.csv"))] });
  const value = { chart: file("c.png"), results: [{ text }, { text }], more: 1 };
  const inside = (index: number) =>
    [["plot"], ["rows", 0]].map((rest) => ({ in: "input", path: ["results", index, "text", ...rest] }));
  expect(fileNames(jsonView(value, [], "input"))).toEqual([
    [["chart"], "c.png"],
    [["results", 0, "text"], ...inside(0)],
    [["results", 1, "text"], ...inside(1)],
  ]);
  expect(fileNames(jsonView(text))).toEqual([
    [[], { in: "output", path: ["plot"] }, { in: "output", path: ["rows", 0] }],
  ]);
});
