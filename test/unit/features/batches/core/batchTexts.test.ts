import { expect, test } from "vitest";
import { batchCsv, batchMarkdown, troubleWords } from "../../../../../src/features/batches/core/batchTexts.ts";
import { problemsReport } from "../../../../../src/features/batches/core/lineProblems.ts";

const lines = [
  {
    source: "tickets.jsonl:1",
    label: "Charged twice",
    word: "Completed",
    duration: "4.2 s",
    result: "ok",
    runId: "run-1",
  },
  { source: "tickets.jsonl:2", label: "a | b\n<img src=x> [x](y) `z`", word: "Not created", result: '=HYPERLINK("x")' },
];
const head = { name: "tickets.jsonl", facts: "Support (app.example), 26 Nov 09:14:02" };

test("the results are a table in Markdown, in which what the app sent is text", () => {
  expect(batchMarkdown(head, lines)).toBe(
    [
      "# tickets.jsonl",
      "",
      "Support (app.example), 26 Nov 09:14:02",
      "",
      "| Line | Input | Status | Duration | Result | Run |",
      "| --- | --- | --- | --- | --- | --- |",
      "| tickets.jsonl:1 | Charged twice | Completed | 4.2 s | ok | run-1 |",
      '| tickets.jsonl:2 | a \\| b \\<img src=x\\> \\[x\\](y) \\`z\\` | Not created |  | =HYPERLINK("x") |  |',
      "",
    ].join("\n"),
  );
});

test("the results are CSV in which no field ends early or is a formula", () => {
  expect(batchCsv(lines).split("\r\n")).toEqual([
    '\uFEFF"Line","Input","Status","Duration","Result","Run"',
    '"tickets.jsonl:1","Charged twice","Completed","4.2 s","ok","run-1"',
    '"tickets.jsonl:2","a | b\n<img src=x> [x](y) `z`","Not created","","\'=HYPERLINK(""x"")",""',
    "",
  ]);
});

test("lines that can't be sent are a table with their reasons", () => {
  const problems = [
    { source: "a.jsonl:1", request: { input: 1 } },
    { source: "tickets.jsonl:11", problem: "no\nJSON | at all" },
  ];
  expect(problemsReport("tickets.jsonl", problems)).toBe(
    "# tickets.jsonl: lines that can't be sent (1)\n\n| Line             | Reason |\n| ---------------- | --- |\n" +
      "| tickets.jsonl:11 | no JSON \\| at all |\n",
  );
});

test("a run that failed, a line without a run and a line without a response have one word each", () => {
  const troubles = { failedRuns: 4, failed: 2, unknown: 3, waiting: 1_024 };
  expect(troubleWords(troubles)).toEqual(["4 failed", "2 not created", "3 unknown", "1,024 not sent"]);
  expect(troubleWords({ ...troubles, failedRuns: 0, unknown: 0 }, true)).toEqual(["2 not created", "1,024 to go"]);
});
