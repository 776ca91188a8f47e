import { expect, test } from "vitest";
import type { InputRequest } from "#api/schemas.ts";
import { asksFor, differing, kindOf, shared, valuesIn } from "#features/waitingQueue/core/askedAlike.ts";

const approval = (params: unknown, more: object = {}): InputRequest => ({
  id: "a",
  type: "approval_request",
  prompt: "Refund?",
  params,
  ...more,
});

test("the same kind, tool, names and types of parameters make a group", () => {
  const key = (request: InputRequest): string => kindOf(request).key;
  const usual = approval({ amount: 620, currency: "USD" });
  expect(key(approval({ currency: "EUR", amount: 12.5 }))).toBe(key(usual));
  const others = [
    approval({ amount: "620", currency: "USD" }),
    approval({ amount: 620 }),
    approval({ amount: 620, currency: "USD" }, { editable_params: ["amount"] }),
    approval({ amount: 620, currency: "USD" }, { source: { name: "issue_refund" } }),
    approval(undefined),
    { id: "q", type: "human_feedback_request", prompt: "Which?" } as InputRequest,
  ];
  expect(new Set([usual, ...others].map(key)).size).toBe(7);
});

test("a group is named by the tool that asks, where the app says it", () => {
  const tool = kindOf(approval({ amount: 1 }, { source: { name: "issue_refund" } }));
  expect(tool).toMatchObject({ name: "issue_refund", isTool: true, shape: "amount", isBulk: true });
  expect(kindOf(approval({ amount: 1 }))).toMatchObject({ name: "Approvals", isTool: false });
});

test("free text isn't answered in bulk, and says so", () => {
  const question = { id: "q", type: "human_feedback_request", prompt: "Which?" } as InputRequest;
  expect(kindOf(question)).toMatchObject({ isBulk: false, shape: "each needs its own answer" });
  expect(asksFor(question)).toBe("free text");
});

test("at most three values that differ are columns, as the API wrote them, and the others stand once", () => {
  const rows = [
    approval({ amount: 620, currency: "USD", to: { a: 1 }, note: "x", five: 5, same: [1] }),
    approval({ amount: 12.5, currency: "EUR", to: { a: 2 }, note: "y", five: 6, same: [1] }),
  ];
  const columns = differing(rows);
  expect(columns).toEqual([
    { name: "amount", isNumber: true },
    { name: "currency", isNumber: false },
    { name: "to", isNumber: false },
  ]);
  expect(valuesIn(columns, rows[1]!)).toEqual(["12.5", "EUR", '{"a":2}']);
  expect(shared(rows)).toBe("same [1]");
});

test("all values of a single one are shown, also those that aren't named", () => {
  expect(differing([approval({ amount: 1 })])).toEqual([{ name: "amount", isNumber: true }]);
  expect(shared([approval({ amount: 1 })])).toBe("");
  expect(valuesIn(differing([approval([1, 2])]), approval([1, 2]))).toEqual(["[1,2]"]);
});
