import { expect, test } from "vitest";
import { acceptedRule } from "../../../../../src/runs/golden/accept/acceptedRule.ts";
import { ruleText } from "../../../../../src/runs/golden/accept/ruleText.ts";
import { evaluateChecks } from "../../../../../src/runs/golden/evaluateChecks.ts";
import { endedRun } from "../../../../support/golden/endedRun.ts";
import { goldenTestWith } from "../../../../support/golden/goldenTestWith.ts";

const refund = endedRun({ ticket_subject: "Charged twice", amount: 480, currency: "USD" });
const failing = endedRun({ ticket_subject: "Charged twice", amount: 480, fail: true });

function accepted(check: object, { run, steps } = refund): string | undefined {
  const [first] = goldenTestWith([check]).checks;
  if (!first) throw new Error("The test has no check");
  const rule = acceptedRule(first, run, steps);
  return rule && ruleText(rule);
}

test.each<[check: object, accepted: string, of?: typeof refund]>([
  [{ status: "failed" }, '{ "status": "completed" }'],
  [{ status: "completed" }, '{ "status": "failed" }', failing],
  [
    { tools: { set: ["search_orders"] } },
    '{ "tools": { "set": ["lookup_customer", "search_orders", "get_policy", "match_payments", "issue_refund"] } }',
  ],
  [{ tools: { never: ["issue_refund", "delete_customer"] } }, '{ "tools": { "never": ["delete_customer"] } }'],
  [{ tools: { atMost: 2 } }, '{ "tools": { "atMost": 5 } }'],
  [{ tool: "issue_refund", atMost: 0 }, '{ "tool": "issue_refund", "atMost": 1 }'],
  [{ tool: "issue_refund", input: { amount: 620 } }, '{ "tool": "issue_refund", "input": { "amount": 480 } }'],
])("in place of %j the run passes %s", (check, text, of) => {
  expect((accepted(check, of) ?? "").replace(/\s+/g, " ")).toBe(text);
});

test.each<[check: object, of?: typeof refund]>([
  [{ status: "failed" }],
  [{ output: "$", equals: { amount: 1 } }],
  [{ output: "$", type: "string" }],
  [{ output: "$", matches: "^none$" }],
  [{ tools: { sequence: ["issue_refund"], never: ["get_policy", "none"], atMost: 1 } }],
  [{ tool: "issue_refund", input: { amount: 0.5, currency: "EUR", none: 1 }, atMost: 0 }],
  [{ steps: { atMost: 1, failed: 0 } }],
  [{ steps: { atMost: 1, failed: 0 } }, failing],
  [{ duration: { atMost: "1 ms" } }],
  [{ answer: { contains: "no such words" } }],
])("what is accepted in place of %j passes", (check, { run, steps } = refund) => {
  expect(evaluateChecks(goldenTestWith([check]), run, steps)[0]?.passed).toBe(false);
  const text = accepted(check, { run, steps, events: [] });
  expect(text).toBeDefined();
  expect(evaluateChecks(goldenTestWith([JSON.parse(text ?? "")]), run, steps)[0]).toMatchObject({ passed: true });
});

test.each([
  { tool: "delete_customer", input: {} },
  { output: "no.such.field", equals: 1 },
])("nothing can be accepted in place of %j, of which the run has nothing", (check) =>
  expect(accepted(check)).toBeUndefined(),
);
