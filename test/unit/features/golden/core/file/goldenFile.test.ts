import { expect, test } from "vitest";
import { ExactNumber } from "#base/json/exactNumber.ts";
import { parseGoldenFile } from "#features/golden/core/file/goldenFile.ts";
import { badGoldenFiles } from "../../../../../support/samples/badGoldenFiles.ts";

const refund = `{
  // Made from a run.
  "name": "Charged twice",
  "request": {
    "input": { "ticket": 48213, "amount": 12345678901234567890 },
    "user_id": "customer-7421", "session": "new", "files": ["invoice.pdf"]
  },
  "answers": [
    { "approval": "issue_refund", "approved": true, "params": { "amount": 480 }, "replay": true },
    { "question": "Which tone?", "answers": [{ "question_id": "tone", "selected": ["Warm"] }] },
  ],
  "repeat": { "times": 10, "atLeast": 8 },
  "checks": [
    { "status": "completed" },
    { "output": "category", "equals": "billing" },
    { "output": "$", "contains": {"a": 1} },
    { "output": "items[0][\\"a b\\"]", "matches": "^\${x}$" },
    { "output": "sum", "number": 480.00, "tolerance": 0.5 },
    { "output": "refund.id", "type": "string" },
    { "output": "refund.at", "ignored": "a time" },
    { "tools": { "sequence": ["a", "b"] } },
    { "tools": { "set": ["a"], "never": ["c"], "atMost": 20 } },
    { "tool": "issue_refund", "input": { "amount": 480 }, "atMost": 1 },
    { "steps": { "atMost": 45, "failed": 0 } },
    { "duration": { "atMost": "1.5 min" } },
    { "answer": { "contains": "refund", "matches": "re.und" } }
  ],
  "goldenRun": { "id": "8c2c8e2e", "file": "charged.golden-run.json", "finished": "2026-11-12T10:00:00Z" }
}`;

test("a golden file is read with all that it can say", () => {
  const { tests, problems } = parseGoldenFile(refund, "refund.golden.json");
  expect(problems).toEqual([]);
  const [only] = tests;
  expect(tests).toHaveLength(1);
  expect(only?.name).toBe("Charged twice");
  expect(only?.turns[0]?.request.parsed).toMatchObject({
    request: { input: { ticket: 48213, amount: new ExactNumber("12345678901234567890") }, user_id: "customer-7421" },
    files: [{ path: "invoice.pdf", field: "request.files[0]", line: 6 }],
  });
  expect(only?.turns[0]?.request.newSession).toBe(true);
  expect(only?.answers).toMatchObject([
    { kind: "approval", asked: "issue_refund", approved: true, params: { amount: 480 }, replay: true },
    { kind: "question", asked: "Which tone?", text: "", replay: false, answers: [{ selected: ["Warm"] }] },
  ]);
  expect(only?.repeat).toEqual({ times: 10, atLeast: 8 });
  expect(only?.turns[0]?.goldenRun).toMatchObject({
    id: "8c2c8e2e",
    file: { text: "charged.golden-run.json", line: 28 },
  });
  expect(only?.checks).toHaveLength(13);
  expect(only?.checks[0]).toMatchObject({ kind: "status", field: "checks[0]", range: { line: 14, column: 5 } });
  expect(only?.checks.slice(3, 5)).toMatchObject([
    { kind: "output", path: ["items", 0, "a b"], expects: { kind: "matches", pattern: "^${x}$" } },
    { kind: "output", expects: { kind: "number", value: new ExactNumber("480.00"), tolerance: 0.5 } },
  ]);
  expect(only?.checks.slice(8)).toMatchObject([
    { kind: "tools", set: ["a"], never: ["c"], atMost: 20 },
    { kind: "tool", tool: "issue_refund", input: { amount: 480 }, atMost: 1, range: { line: 23 } },
    { kind: "steps", atMost: 45, failed: 0 },
    { kind: "duration", atMost: 90_000, text: "1.5 min" },
    { kind: "answer", contains: "refund", matches: "re.und" },
  ]);
});

const simple = (name: string, more = ""): string =>
  `{"name": "${name}", "request": {"input": {}}, "checks": [{"status": "completed"}]${more}}`;

test("a file has several tests, and a problem stays with its own", () => {
  const text = `{"tests": [\n${simple("a")},\n${simple("b", ', "repeat": {"times": 0}')},\n${simple("c")}]}`;
  const { tests, problems } = parseGoldenFile(text, "several.golden.json");
  expect(tests.map(({ name, range }) => [name, range.line])).toEqual([
    ["a", 2],
    ["b", 3],
    ["c", 4],
  ]);
  expect(tests.map((each) => each.problems.length)).toEqual([0, 1, 0]);
  expect(problems).toMatchObject([{ line: 3, field: "tests[1].repeat.times" }]);
});

test("a conversation has turns with the user of the test, and the checks of all in order", () => {
  const text = `{"name": "a", "request": {"user_id": "\${env:WHO}"}, "turns": [
    {"input": {"at": "\${now}"}, "files": ["a.pdf"], "checks": [{"status": "completed"}, {"tool": "\${now}"}]},
    {"input": {}, "answers": [{"question": "*", "text": "\${now}"}], "checks": [{"status": "failed"}],
     "goldenRun": {"id": "r1"}}]}`;
  const { tests, problems, variables } = parseGoldenFile(text, "a.golden.json", ({ name }) => ({ value: `a ${name}` }));
  expect(problems).toEqual([]);
  expect(variables.map(({ field }) => field)).toEqual(["request.user_id", "turns[0].input.at"]);
  const [only] = tests;
  expect(only).toMatchObject({ isConversation: true, answers: [{ field: "turns[1].answers[0]" }] });
  expect(only?.turns).toMatchObject([
    {
      request: {
        newSession: true,
        range: { line: 2 },
        parsed: { request: { input: { at: "a now" }, user_id: "a env" }, files: [{ path: "a.pdf" }] },
      },
      checks: [{ kind: "status" }, { tool: "${now}" }],
      answers: [],
    },
    { request: { parsed: { request: { user_id: "a env" } } }, goldenRun: { id: "r1" } },
  ]);
  expect(only?.checks.map(({ field, range }) => [field, range.line])).toEqual([
    ["turns[0].checks[0]", 2],
    ["turns[0].checks[1]", 2],
    ["turns[1].checks[0]", 3],
  ]);
});

test.each(badGoldenFiles)("$field: the one problem of $text is there", ({ text, line, column, field }) => {
  const { problems } = parseGoldenFile(text, "bad.golden.json");
  expect(problems.map((each) => [each.line, each.column, each.field])).toEqual([[line, column, field]]);
});

test("the files of a request are known while another part of it is wrong", () => {
  const text = '{"name": "a", "request": {"input": {}, "files": ["a.pdf", ""], "mode": "wait"}, "checks": []}';
  const [only] = parseGoldenFile(text, "a").tests;
  expect(only?.turns[0]?.request.parsed.files).toMatchObject([{ path: "a.pdf", field: "request.files[0]" }]);
});

test("a misspelled key is the only one that isn't also missing", () => {
  const { problems } = parseGoldenFile(
    '{"nmae": "a", "turns": [{"checks": [{"status": "failed"}]}], "checks": []}',
    "a",
  );
  expect(problems.map(({ field }) => field)).toEqual(["nmae", "turns[0].input", "checks"]);
});

test("the problem of a list says how a file has several tests", () => {
  expect(parseGoldenFile("[]", "a").problems[0]?.problem).toContain('Write one test, or {"tests": [ … ]}.');
});

test.each([
  ['{"output": "a", "equasl": 1}', '"equasl" isn\'t a key of a check of output. Did you mean "equals"?'],
  ['{"cost": 1}', "Valid keys are status, blocked, output, tools, tool, steps, duration, tokens and answer."],
  ['{"status": "started"}', 'checks[0].status must be one of "completed", "failed", "canceled". Correct it.'],
])("the problem of %s says what to do", (check, words) => {
  const [problem] = parseGoldenFile(`{"name": "a", "request": {"input": {}}, "checks": [${check}]}`, "a").problems;
  expect(problem?.problem).toContain(words);
});
