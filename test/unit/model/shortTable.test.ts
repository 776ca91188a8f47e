import { expect, test } from "vitest";
import { readTables } from "#model/shortTable.ts";

test("lists of rules, findings and artifacts are tables of what fits into a cell", () => {
  const output = {
    plan: "pro",
    matched_rules: [{ id: "r-2", name: "Pro", when: { year: 2024 } }, { id: "r-3" }],
    checks: [
      { rule: "Address", status: "pass" },
      { rule: "Customs", status: "not_evaluated", message: "a\n b" },
    ],
    artifacts: [{ id: "a1", name: "Label", version: 2 }],
  };
  expect(readTables(output)).toEqual([
    {
      of: "rules",
      name: "matched_rules",
      columns: ["name", "id"],
      rows: [
        ["Pro", "r-2"],
        ["", "r-3"],
      ],
    },
    {
      of: "findings",
      name: "checks",
      columns: ["rule", "status", "message"],
      rows: [
        ["Address", "pass", ""],
        ["Customs", "not_evaluated", "a b"],
      ],
    },
    { of: "artifacts", name: "artifacts", columns: ["name", "version", "id"], rows: [["Label", "2", "a1"]] },
  ]);
});

test.each([
  [{ matched_rules: ["r-2"] }],
  [{ matched_rules: [{ inner: {} }] }],
  [{ checks: [{ status: "pass" }, { status: "open" }] }],
  [[{ status: "pass" }]],
])("any other form is none: %j", (output) => expect(readTables(output)).toEqual([]));
