import { expect, test } from "vitest";
import {
  approvedWords,
  lateWords,
  inputRequestTitle,
  sentWords,
} from "../../../../src/runs/inputRequests/answerWords.ts";

const request = {
  id: "q",
  type: "approval_request",
  prompt: "Issue a\n refund?",
  params: { amount: 620, currency: "USD", to: { id: 7 } },
};
const approval = { type: "approval", request_id: "q", approved: true } as const;

test("what was sent is said exactly: the values that were approved, the reason of a rejection", () => {
  expect(sentWords(request, approval)).toBe('Approved: Issue a refund? (amount 620, currency USD, to {"id":7})');
  expect(sentWords(request, { ...approval, params: { amount: 480 } })).toBe(
    'Approved: Issue a refund? (amount 480, currency USD, to {"id":7})',
  );
  expect(sentWords({ id: "q" }, approval)).toBe("Approved: Input request without a prompt");
  expect(sentWords(request, { ...approval, approved: false, feedback: "Too much" })).toBe(
    "Rejected: Issue a refund? (Too much)",
  );
  expect(sentWords(request, { ...approval, approved: false })).toBe("Rejected: Issue a refund?");
  expect(sentWords(request, { type: "human_feedback", request_id: "q", feedback: "x" })).toBe(
    "Answered: Issue a refund?",
  );
});

test("the values that are approved are all of them, those that were edited as they are now", () => {
  expect(approvedWords(request, { ...approval, params: { amount: 480 } })).toBe(
    'amount 480, currency USD, to {"id":7}',
  );
  expect(approvedWords(undefined, { ...approval, params: { amount: 480 } })).toBe("amount 480");
  expect(approvedWords(request, approval)).toBe('amount 620, currency USD, to {"id":7}');
});

test("a request is called by what it asks, else by its type", () => {
  expect([
    inputRequestTitle(request),
    inputRequestTitle({ id: "q", type: "new_type" }),
    inputRequestTitle(request, 5),
  ]).toEqual(["Issue a refund?", "new_type", "Issu…"]);
});

test("an answer that came too late hears who or what won", () => {
  const at = new Date(2026, 10, 24, 9, 16).getTime();
  expect(lateWords({ kind: "answered", by: "elsewhere", at })).toBe("Somebody else already answered this at 09:16:00.");
  expect(lateWords({ kind: "answered", by: "here" })).toBe("You already answered this.");
  expect(lateWords({ kind: "gone", why: "canceled", at })).toBe(
    "The run was canceled at 09:16:00 and no longer needs an answer.",
  );
  expect(lateWords({ kind: "gone", why: "ended" })).toBe("The run has ended and no longer needs an answer.");
  expect(lateWords({ kind: "gone", why: "withdrawn" })).toBe("The run no longer needs this answer.");
});
