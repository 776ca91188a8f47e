import { expect, test } from "vitest";
import { batchReport, problemsReport } from "../../../../src/runs/batches/batchReport.ts";
import { aBatch, aLine } from "./batches.ts";

test("the report has the result of every line, problems first", () => {
  const lines = [
    ...Array.from({ length: 10 }, (_, n) => aLine(n)),
    { source: "tickets.jsonl:11", problem: "no\nJSON | at all" },
  ];
  const { batch } = aBatch(lines, {
    states: [
      { kind: "created", runId: "run-1" },
      { kind: "unknown", reason: "The connection was lost.", finding: "No matching run was in the list at 10:14." },
      ...Array.from({ length: 8 }, () => ({ kind: "waiting" }) as const),
      { kind: "failed", reason: "no\nJSON | at all" },
    ],
  });
  const report = batchReport(batch, "Support Triage (app.example)");
  expect(report).toContain("# Batch tickets.jsonl\n\nSupport Triage (app.example), ");
  expect(report).toContain("11 lines.");
  expect(report).toMatch(/\(app\.example\), [^,\n]+ \d{2}:\d{2}:\d{2}: 11 lines\./);
  expect(report.split("\n").filter((line) => line.startsWith("## "))).toEqual([
    "## Failed (1)",
    "## Unknown: sent without a response (1)",
    "## Not sent (8)",
    "## Created (1)",
  ]);
  expect(report).toContain(
    "| line             | reason |\n| ---------------- | --- |\n| tickets.jsonl:11 | no JSON \\| at all |\n",
  );
  expect(report).toContain("| tickets.jsonl:2 | The connection was lost. No matching run was in the list at 10:14. |");
  expect(report).toContain("| tickets.jsonl:1 | run-1 |");
  expect(report.match(/^\| tickets/gm)).toHaveLength(11);
  expect(problemsReport("tickets.jsonl", lines)).toContain("| tickets.jsonl:11 | no JSON \\| at all |");
});
