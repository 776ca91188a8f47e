import { describe, expect, test } from "vitest";
import { parseRunFile, readRunFile } from "../../../src/runFiles/runFile.ts";
import { badRunFiles } from "../../support/samples/badRunFiles/badRunFiles.ts";

describe("a run file that can't be sent says where and why", () => {
  test("in more than forty different ways", () => {
    expect(badRunFiles.length).toBeGreaterThan(50);
    expect(new Set(badRunFiles.map(({ text }) => text)).size).toBe(badRunFiles.length);
  });

  test.each(badRunFiles)("$what", (bad) => {
    const { text, what: _, ...expected } = bad;
    const [first] = readRunFile(text, "bad.run.json").problems;
    expect(first).toMatchObject(expected);
    const { line, column, problem } = expected;
    expect(() => parseRunFile(text, "bad.run.json")).toThrow(
      `bad.run.json, line ${line}, column ${column}: ${problem}`,
    );
  });

  test.each(badRunFiles)("$what: no key is repeated, and the mark lies within the text", ({ text }) => {
    const { problems } = readRunFile(text, "bad.run.json");
    expect(JSON.stringify(problems)).not.toContain("SECRET");
    const end = text.replace("\uFEFF", "").length;
    for (const { offset, length } of problems) expect(offset + length).toBeLessThanOrEqual(end);
  });
});

test("every problem is reported, in the order of the file", () => {
  const text = `{
  "session_id": 1,
  "input": { "a": "\${x}", "b": 1, "b": "dynamiq_acc_SECRETSECRET" },
  "mode": "later",
  "inputs": {}
}`;
  const { problems, isWhole } = readRunFile(text, "bad.run.json");
  expect(isWhole).toBe(false);
  expect(problems.map(({ line, field }) => [line, field])).toEqual([
    [2, "session_id"],
    [3, "input.a"],
    [3, "input.b"],
    [3, "input.b"],
    [4, "mode"],
    [5, "inputs"],
  ]);
});
