import { expect, test } from "vitest";
import { acceptedRule } from "#features/golden/core/acceptance.ts";
import { layOut } from "#features/golden/core/derive/layOut.ts";
import { evaluateChecks } from "#features/golden/core/evaluateChecks.ts";
import { LargeValue } from "#runs/values/prettyJson.ts";
import { endedRun } from "../../../../support/golden/endedRun.ts";
import { goldenTestWith } from "../../../../support/golden/goldenTestWith.ts";

const refund = endedRun({ ticket_subject: "Charged twice", amount: 480, currency: "USD" });
const failing = endedRun({ ticket_subject: "Charged twice", amount: 480, fail: true });

/** The check in place of a failed one, or why there is none. */
function accepted(check: object, { run, steps }: Pick<typeof refund, "run" | "steps"> = refund): string {
  const [first] = goldenTestWith([check]).checks;
  if (!first) throw new Error("The test has no check");
  const found = acceptedRule(first, run, steps);
  return "check" in found ? layOut(found.check, 4) : found.reason;
}

test.each<[check: object, accepted: string, of?: typeof refund]>([
  [{ status: "failed" }, '{ "status": "completed" }'],
  [{ status: "completed" }, '{ "status": "failed" }', failing],
  [
    { tools: { set: ["search_orders"] } },
    '{ "tools": { "set": ["lookup_customer", "search_orders", "get_policy", "match_payments", "issue_refund"] } }',
  ],
  [{ tools: { atMost: 2 } }, '{ "tools": { "atMost": 5 } }'],
  [{ tokens: { atMost: 500 } }, '{ "tokens": { "atMost": 524 } }', endedRun({ play: "report" })],
  [{ tool: "issue_refund", input: { amount: 620 } }, '{ "tool": "issue_refund", "input": { "amount": 480 } }'],
])("in place of %j the run passes %s", (check, text, of) => {
  expect(accepted(check, of).replace(/\s+/g, " ")).toBe(text);
});

test.each<[check: object, of?: typeof refund]>([
  [{ status: "failed" }],
  [{ output: "$", equals: { amount: 1 } }],
  [{ tools: { sequence: ["issue_refund"], never: ["get_policy", "none"], atMost: 1 } }],
  [{ tool: "issue_refund", input: { amount: 0.5, currency: "EUR", none: 1 }, atMost: 0 }],
  [{ steps: { atMost: 1, failed: 0 } }],
  [{ duration: { atMost: "1 ms" } }],
  [{ answer: { contains: "no such words" } }],
])("what is accepted in place of %j passes", (check, { run, steps } = refund) => {
  expect(evaluateChecks(goldenTestWith([check]), run, steps)[0]?.passed).toBe(false);
  const text = accepted(check, { run, steps });
  expect(evaluateChecks(goldenTestWith([JSON.parse(text)]), run, steps)[0]).toMatchObject({ passed: true });
});

const silent = { run: { ...refund.run, output: undefined, status: "migrating" }, steps: [] };
const largeCall = { ...refund.steps.find((step) => step.kind === "tool")!, input: new LargeValue("{", 20_000_000) };

test.each<[check: object, reason: string, of?: Pick<typeof refund, "run" | "steps">]>([
  [{ tool: "delete_customer", input: {} }, "delete_customer wasn't called"],
  [
    { tools: { never: ["issue_refund"] } },
    "the run called every tool that the check forbids, so nothing would be left to check",
  ],
  [{ status: "failed" }, "a check can't expect the status migrating", silent],
  [{ duration: { atMost: "1 ms" } }, "the app sent no start and end times", silent],
  [
    { tool: "lookup_customer", input: { id: 1 } },
    "the input of lookup_customer is too large for a check",
    { run: refund.run, steps: [largeCall] },
  ],
])("nothing can be accepted in place of %j: %s", (check, reason, of) => expect(accepted(check, of)).toBe(reason));
