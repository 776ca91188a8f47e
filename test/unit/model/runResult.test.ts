import { describe, expect, test } from "vitest";
import { answerIn, fieldsInLine, readResult, type ResultPart } from "../../../src/model/runResult.ts";

const paths = (parts: readonly ResultPart[]): string[] => parts.map(({ path }) => path.join("."));
const read = (output: unknown): string[][] => {
  const { texts, short, rest } = readResult(output);
  return [paths(texts), paths(short), paths(rest)];
};
const long = "A sentence with more than forty characters.";

test("what says that no hook blocked an agent is no part of a result", () => {
  expect(read({ content: "Hi", blocked: false })).toEqual([["content"], [], []]);
  expect(read({ content: "Hi", blocked: false, blocked_by: null })).toEqual([["content"], [], []]);
  expect(read({ account: "a-1", blocked: false })).toEqual([[], ["account", "blocked"], []]);
});

describe("the result of a run", () => {
  test("has the likely answer first, then other texts in their own order", () => {
    const result = read({ reply: long, text: "t", note: "a\nb", answer: "a", output: "o" });
    expect(result).toEqual([["output", "answer", "text", "reply", "note"], [], []]);
  });

  test("keeps short fields apart from lists, objects and files", () => {
    const output = {
      ...{ category: "billing", score: 0.9, ok: true, none: null, note: "", steps: [1], of: {} },
      image: "iVBORw0KGgoAAAANSUhEUg",
    };
    expect(read(output)).toEqual([[], ["category", "score", "ok", "none", "note"], ["steps", "of", "image"]]);
    expect(read({ exact: "x".repeat(40), more: "x".repeat(41) })).toEqual([["more"], ["exact"], []]);
  });

  test("is found inside one field that wraps it, and only inside one", () => {
    expect(read({ output: { output: "Hello", files: [] } })).toEqual([["output.output"], [], ["output.files"]]);
    expect(read({ output: { output: { content: "Hi" } } })).toEqual([[], [], ["output.output"]]);
    expect(read({ output: { content: "Hi" }, files: [] })).toEqual([[], [], ["output", "files"]]);
  });

  test("is the text of the last node that has one, in the SDK's form", () => {
    const node = (output: unknown): object => ({ status: "success", output });
    const result = read({ a: node({ content: long }), b: node("said"), c: node(null) });
    expect(result).toEqual([["b.output"], [], ["a", "b", "c"]]);
    expect(read({ a: node({ content: " " }), b: { status: "skip" } })).toEqual([[], [], ["a", "b"]]);
    expect(read({ a: node({ content: long }), b: "plain" })).toEqual([[], ["b"], ["a"]]);
  });

  test("may be a single value, or missing", () => {
    expect(readResult("Done")).toEqual({ texts: [{ name: "", path: [], value: "Done" }], short: [], rest: [] });
    expect(read(7)).toEqual([[], [""], []]);
    expect(read([1])).toEqual([[], [], [""]]);
    for (const empty of [null, undefined, {}]) expect(read(empty)).toEqual([[], [], []]);
  });
});

test.each<[unknown, string | undefined]>([
  [{ output: "Hello", files: [] }, "Hello"],
  [{ output: { output: "Hello", files: [] } }, "Hello"],
  [{ text: "t", response: "r", answer: "a", content: "c", output: "o" }, "o"],
  [{ text: "t", response: "r", answer: "a", reply: long }, "a"],
  [{ summary: "Short", score: 1, files: [] }, "Short"],
  [{ a: { status: "success", output: { content: "One" } }, b: { status: "skip", output: null } }, "One"],
  [{ a: { status: "success", output: { inner: { content: "One", blocked: false } } } }, "One"],
  ["Done", "Done"],
  [{ first: long, second: "Short" }, undefined],
  [{ output: "", files: [] }, undefined],
  [{ lines: ["One"] }, undefined],
  [undefined, undefined],
])("the answer of an output is the text of its field, or the only one: %j", (output, answer) =>
  expect(answerIn(output)).toBe(answer),
);

test.each<[object, string]>([
  [{ id: "c-7", plan: "pro", of: [1], vip: true, since: 2024 }, 'id "c-7", plan "pro", vip true, …'],
  [{ a: null, b: { c: 1 } }, "a null"],
  [[1, "two"], '1, "two"'],
  [[{ week: 18, days: [] }, {}, [1], 4], "{week 18}, {…}, […], …"],
  [{ long: "x".repeat(60) }, `long "${"x".repeat(39)}…"`],
  [Object.fromEntries(Array.from({ length: 99 }, (_, n) => [n, []])), "…"],
  [[], ""],
])("the line of a value names its first short fields: %#", (value, line) => expect(fieldsInLine(value)).toBe(line));
