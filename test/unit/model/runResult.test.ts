import { expect, test } from "vitest";
import { answerIn, fieldsInLine, readResult, type ResultPart } from "#model/runResult.ts";

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

test("the result of a run has the likely answer first, then other texts in their own order", () => {
  const result = read({ reply: long, text: "t", note: "a\nb", answer: "a", output: "o" });
  expect(result).toEqual([["output", "answer", "text", "reply", "note"], [], []]);
});

test.each<[unknown, string | undefined]>([
  [{ output: "Hello", files: [] }, "Hello"],
  [{ output: { output: "Hello", files: [] } }, "Hello"],
  [{ text: "t", response: "r", answer: "a", content: "c", output: "o" }, "o"],
  [{ a: { status: "success", output: { inner: { content: "One", blocked: false } } } }, "One"],
  [{ summary: "Short", score: 1, files: [] }, "Short"],
  ["Done", "Done"],
  [{ first: long, second: "Short" }, undefined],
  [undefined, undefined],
])("the answer of an output is the text of its field, or the only one: %j", (output, answer) =>
  expect(answerIn(output)).toBe(answer),
);

test.each<[object, string]>([
  [{ id: "c-7", plan: "pro", of: [1], vip: true, since: 2024 }, 'id "c-7", plan "pro", vip true, …'],
  [[1, "two"], '1, "two"'],
  [[{ week: 18, days: [] }, {}, [1], 4], "{week 18}, {…}, […], …"],
  [{ long: "x".repeat(60) }, `long "${"x".repeat(39)}…"`],
  [Object.fromEntries(Array.from({ length: 99 }, (_, n) => [n, []])), "…"],
])("the line of a value names its first short fields: %#", (value, line) => expect(fieldsInLine(value)).toBe(line));
