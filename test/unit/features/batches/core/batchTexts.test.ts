import { expect, test } from "vitest";
import { batchCsv, batchMarkdown, problemsReport } from "#features/batches/core/batchTexts.ts";

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
  expect(batchMarkdown(head, lines).split("\n").slice(-3)).toEqual([
    "| tickets.jsonl:1 | Charged twice | Completed | 4.2 s | ok | run-1 |",
    '| tickets.jsonl:2 | a \\| b \\<img src=x\\> \\[x\\](y) \\`z\\` | Not created |  | =HYPERLINK("x") |  |',
    "",
  ]);
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
  const problems = [{ source: "tickets.jsonl:11", problem: "no\nJSON | at all" }];
  expect(problemsReport("tickets.jsonl", problems)).toContain("| tickets.jsonl:11 | no JSON \\| at all |\n");
});
