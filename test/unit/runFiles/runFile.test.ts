import { describe, expect, test } from "vitest";
import { jsonText } from "../../../src/api/http/requestBody.ts";
import { ExactNumber } from "../../../src/base/json/exactNumber.ts";
import { RunFileError } from "../../../src/runFiles/errors.ts";
import type { ParsedRunFile } from "../../../src/runFiles/parsedRunFile.ts";
import { parseRunFile, readRunFile } from "../../../src/runFiles/runFile.ts";

const session = "3d3e8a1f-09a6-4f64-9d68-1d2f3a4b5c6d";
const parse = (text: string): ParsedRunFile => parseRunFile(text, "refund.run.json");

function failure(text: string): RunFileError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof RunFileError) return error;
    throw error;
  }
  throw new Error("It was accepted.");
}

test.each<[string, string[]]>([
  ['{"input": {}, "user_id": "u"}', ["1:15 user_id has no session"]],
  ['{"input": {}, "user_id": "${env:USER}"}', ["1:15 user_id has no session"]],
  ['{"input": {}, "session": "new"}', ["1:15 The session has no user_id"]],
  [`{"input": {}, "session_id": "${session}"}`, ["1:15 The session has no user_id"]],
  ['{"input": {}, "user_id": "u", "session": "new"}', []],
  ['{"input": {}}', []],
  ['{"user_id": "a field of the input"}', []],
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

  test("an input that is an object makes it a whole request", () => {
    const text = `{"$schema": "./run.schema.json", "input": {"a": {"b": null}}, "user_id": "customer-7421",
      "session_id": "${session}", "file_ids": ["${session}"],
      "files": ["receipt.png", "../b.txt"]}`;
    const { request, files } = parse(text);
    expect(request).toEqual({
      input: { a: { b: null } },
      user_id: "customer-7421",
      session_id: session,
      file_ids: [session],
    });
    expect(files).toMatchObject([
      { path: "receipt.png", field: "files[0]", line: 3, column: 17 },
      { path: "../b.txt", field: "files[1]", line: 3, column: 32 },
    ]);
  });

  test.each(['{"input": "text", "user_id": 5}', '{"input": ["a"], "x": 1}', '{"input": null}'])(
    "%s is an input with a field of that name",
    (text) => expect(parse(text).request).toEqual({ input: JSON.parse(text) as unknown }),
  );

  test("numbers are sent as they are written, in every notation", () => {
    const numbers = "[12345678901234567890,1e999,-0,1.0,1.50,1E+3,0.1000000000000000055511151231257827,7]";
    const commented = `// numbers\n{"a": ${numbers.replaceAll(",", ", /* next */ ").replace("]", ",]")}, "again": "\${uuid}",}`;
    const { input } = parseRunFile(commented, "x.run.json", () => ({ value: "id" })).request;
    expect(jsonText(input)).toBe(`{"a":${numbers},"again":"id"}`);
    expect(jsonText(parse(`{"input": {"a": ${numbers}}}`).request)).toBe(`{"input":{"a":${numbers}}}`);
  });

  test("no key of the input is lost", () => {
    const { input } = parse('{"__proto__": {"polluted": true}, "constructor": 1}').request;
    expect(JSON.stringify(input)).toBe('{"__proto__":{"polluted":true},"constructor":1}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe("an invalid request says where and why", () => {
  const cases: [text: string, line: number, column: number, problem: RegExp][] = [
    ["", 1, 1, /empty/],
    [" \n // nothing\n", 1, 1, /empty/],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, /comma was expected/],
    ['{"a": }', 1, 7, /value was expected/],
    ['{"a" 1}', 1, 6, /colon/],
    ["{'a': 1}", 1, 2, /double quotes/],
    ['{"a": 1', 1, 8, /closing brace/],
    ['{"a": [1, 2', 1, 12, /closing bracket/],
    ['{"a": 1} {"b": 2}', 1, 10, /end of the file/],
    ['{"a": "x\n"}', 1, 7, /isn't closed/],
    ['{"a": 1 /* b', 1, 9, /comment isn't closed/],
    ["[1]", 1, 1, /object, not a list/],
    ['\r\n"text"', 2, 1, /object, not a string/],
    ["null", 1, 1, /object, not null/],
    ['{"a": -Infinity}', 1, 7, /JSON has no number -Infinity/],
  ];
  test.each(cases)("%j", (text, line, column, problem) => {
    const error = failure(text);
    expect(error.message).toMatch(problem);
    expect({ file: error.file, line: error.line, column: error.column }).toEqual({
      file: "refund.run.json",
      line,
      column,
    });
    expect(error.message).toContain(`refund.run.json, line ${line}, column ${column}`);
  });

  test("nesting that no parser survives", () => {
    expect(failure("[".repeat(200_000)).message).toMatch(/nested too deeply/);
  });

  test.each([
    ['{"a": {"b": [{"c": 1, "c": 2}]}}', "a.b[0].c"],
    ['{"input": {}, "input": {}}', "input"],
  ])("a duplicate key: %s", (text, field) => expect(failure(text)).toMatchObject({ field }));

  const inRequest = (rest: string): string => `{"input": {}, ${rest}}`;
  test.each([
    [inRequest('"user_id": 7'), "user_id", /string, not a number/],
    [inRequest('"user_id": ""'), "user_id", /empty/],
    [inRequest('"session_id": "abc"'), "session_id", /UUID/],
    [inRequest('"session_id": null'), "session_id", /not null/],
    [inRequest('"session": "old"'), "session", /session must be "new", or the UUID of a session/],
    [
      inRequest(`"session": "${session}", "session_id": "${session}"`),
      "session_id",
      /session and session_id can't be combined/,
    ],
    [inRequest(`"file_ids": ["${session}", "x"]`), "file_ids[1]", /UUID/],
    [inRequest('"file_ids": "x"'), "file_ids", /list/],
    [inRequest('"files": [true]'), "files[0]", /string, not true/],
    [inRequest('"files": {}'), "files", /list of strings, not an object/],
    [
      inRequest('"inputs": true'),
      "inputs",
      /Valid keys are input, user_id, session, session_id, files, file_ids, mode, connection, saveTo/,
    ],
    [inRequest('"stream": true'), "stream", /Write "mode": "stream"/],
  ])("%s", (text, field, problem) => {
    const error = failure(text);
    expect(error.field).toBe(field);
    expect(error.message).toMatch(problem);
    expect(error.message).toContain(field);
  });

  test.each([
    inRequest('"user_id": "dynamiq_acc_SECRETSECRET"'),
    inRequest('"session_id": "dyn_pat_SECRETSECRET"'),
    inRequest('"file_ids": ["uak_SECRETSECRET"]'),
    inRequest('"files": ["./dynamiq_acc_SECRETSECRET"]'),
    inRequest('"dynamiq_acc_SECRETSECRET": 1'),
  ])("a key or token is refused and not repeated: %s", (text) => {
    const error = failure(text);
    expect(error.message).not.toContain("SECRET");
    expect(error.field ?? "").not.toContain("SECRET");
  });
});
