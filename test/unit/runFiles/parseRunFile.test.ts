import { describe, expect, test } from "vitest";
import { jsonText } from "#api/http/requestBody.ts";
import { ExactNumber } from "#base/json/exactNumber.ts";
import type { ParsedRunFile } from "#runFiles/parsedRunFile.ts";
import { parseRunFile, readRunFile } from "#runFiles/parseRunFile.ts";
import { badRunFiles, brokenRunFiles } from "../../support/samples/badRunFiles.ts";

const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
const parse = (text: string): ParsedRunFile => parseRunFile(text, "refund.run.json").parsed;

test.each<[string, string[]]>([
  ['{"input": {}, "user_id": "u"}', ["1:15 There is a user_id, but no session"]],
  ['{"input": {}, "session": "new"}', ["1:15 There is a session, but no user_id"]],
  [`{"input": {}, "session_id": "${session}"}`, ["1:15 There is a session, but no user_id"]],
  ['{"input": {}, "user_id": "u", "session": "new"}', []],
  ['{"input": {}}', []],
])("a hint names an id that is alone, and the file can be sent: %s", (text, hints) => {
  const read = readRunFile(text, "refund.run.json");
  expect(read.hints.map(({ line, column, problem }) => `${line}:${column} ${problem.split(":", 1)[0]}`)).toEqual(hints);
  expect(read.problems).toEqual([]);
});

describe("the meaning of a file", () => {
  test("an object is the run's input, with comments, trailing commas and a byte order mark", () => {
    const { request, files } = parse(
      '\uFEFF// what we ask\n{"question": "Why?", "tags": ["a", "b",], /* n */ "n": -1.5e2,}',
    );
    expect(request).toEqual({ input: { question: "Why?", tags: ["a", "b"], n: new ExactNumber("-1.5e2") } });
    expect(files).toEqual([]);
  });

  test.each(['{"input": "text", "user_id": 5}', '{"input": ["a"], "x": 1}', '{"input": null}'])(
    "%s is an input with a field of that name",
    (text) => expect(parse(text).request).toEqual({ input: JSON.parse(text) as unknown }),
  );

  test("numbers are sent as they are written, in every notation", () => {
    const numbers = "[12345678901234567890,1e999,-0,1.0,1.50,1E+3,0.1000000000000000055511151231257827,7]";
    const commented = `// numbers\n{"a": ${numbers.replaceAll(",", ", /* next */ ").replace("]", ",]")}, "again": "\${uuid}",}`;
    const { input } = parseRunFile(commented, "x.run.json", () => ({ value: "id" })).parsed.request;
    expect(jsonText(input)).toBe(`{"a":${numbers},"again":"id"}`);
    expect(jsonText(parse(`{"input": {"a": ${numbers}}}`).request)).toBe(`{"input":{"a":${numbers}}}`);
  });
});

describe("a run file that can't be sent says where and why", () => {
  test.each([...brokenRunFiles, ...badRunFiles])("$words", ({ text, line, column, length, field, words }) => {
    const { problems } = readRunFile(text, "bad.run.json");
    expect(problems[0]).toMatchObject({ line, column, length, ...(field ? { field } : {}) });
    expect(problems[0]?.problem).toContain(words);
    expect(() => parse(text)).toThrow(`refund.run.json, line ${line}, column ${column}: ${problems[0]?.problem}`);
    expect(JSON.stringify(problems)).not.toContain("SECRET");
  });

  test("with every problem, in the order of the file", () => {
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

  // Each took from ten seconds to a minute, after every key press in the file.
  test.each<[string, string, number]>([
    ["a mistake in each of 40,000 lines", `{\n${",\n".repeat(40_000)}`, 80_002],
    ["50,000 unknown variables in one text", `{"a": "${"${x}".repeat(50_000)}"}`, 50_000],
  ])("without delay: %s", (_what, text, problems) => {
    expect(readRunFile(text, "a.run.json").problems).toHaveLength(problems);
  });
});
